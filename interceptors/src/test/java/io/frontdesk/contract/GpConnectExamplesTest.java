package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the examples of the built-in contract gp-connect to its profiles and rules. */
class GpConnectExamplesTest {

    private static final SourceFolder FOLDER = SourceFolder.builtIn("gp-connect");
    private static final Contract CONTRACT = Contracts.builtIn("gp-connect");

    private static Stream<String> examples(String kind) throws IOException {
        return FOLDER.list().stream().filter(name -> name.startsWith("examples/" + kind + "/gpc-"));
    }

    static Stream<String> valid() throws IOException {
        return examples("valid");
    }

    static Stream<String> invalid() throws IOException {
        return examples("invalid");
    }

    private static Decision judge(String name) throws IOException {
        try (InputStream stream = FOLDER.open(name)) {
            IBaseResource example = Contracts.DSTU3
                    .newJsonParser()
                    .parseResource(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            return CONTRACT.fields()
                    .judge(Optional.empty(), example)
                    .and(() -> CONTRACT.profiles().check(example));
        }
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
