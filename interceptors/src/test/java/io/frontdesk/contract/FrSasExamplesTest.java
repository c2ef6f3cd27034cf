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

/** Holds every example of the French contract against its profiles and field rules. */
class FrSasExamplesTest {

    private static final Examples EXAMPLES = new Examples("fr-sas", Contracts.R4);
    private static final Contract CONTRACT = Contracts.builtIn("fr-sas");

    static Stream<String> valid() throws IOException {
        return EXAMPLES.named("valid");
    }

    static Stream<String> invalid() throws IOException {
        return EXAMPLES.named("invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void permitsEveryValidExample(String name) throws IOException {
        IBaseResource example = EXAMPLES.read(name);

        assertThat(CONTRACT.profiles().check(example, true)).isInstanceOf(Decision.Permit.class);
        assertThat(CONTRACT.fields().judge(Optional.empty(), example)).isInstanceOf(Decision.Permit.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEveryInvalidExample(String name) throws IOException {
        assertThat(CONTRACT.profiles().check(EXAMPLES.read(name), true).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.elements()).isNotEmpty());
    }
}
