package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Examples;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the examples of the built-in contract gp-connect to its profiles and rules. */
class GpConnectExamplesTest {

    private static final Examples EXAMPLES = new Examples("gp-connect", Contracts.DSTU3);
    private static final Contract CONTRACT = Contracts.builtIn("gp-connect");

    static Stream<String> valid() throws IOException {
        return EXAMPLES.named("valid").filter(name -> name.startsWith("examples/valid/gpc-"));
    }

    static Stream<String> invalid() throws IOException {
        return EXAMPLES.named("invalid").filter(name -> name.startsWith("examples/invalid/gpc-"));
    }

    private static Decision judge(String name) throws IOException {
        IBaseResource example = EXAMPLES.read(name);
        return CONTRACT.fields()
                .judge(Optional.empty(), example)
                .and(() -> CONTRACT.profiles().check(example, true));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void permitsEveryValidExample(String name) throws IOException {
        assertThat(judge(name).refusal()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEveryInvalidExample(String name) throws IOException {
        assertThat(judge(name).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.elements()).isNotEmpty());
    }
}
