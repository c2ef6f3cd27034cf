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

/** Holds every example of the French contract against its profiles and field rules. */
class FrSasExamplesTest {

    private static final SourceFolder FOLDER = SourceFolder.builtIn("fr-sas");
    private static final Contract CONTRACT = Contracts.builtIn("fr-sas");

    private static Stream<String> examples(String kind) throws IOException {
        return FOLDER.list().stream().filter(name -> name.startsWith("examples/" + kind + "/"));
    }

    static Stream<String> valid() throws IOException {
        return examples("valid");
    }

    static Stream<String> invalid() throws IOException {
        return examples("invalid");
    }

    private static IBaseResource read(String name) throws IOException {
        try (InputStream stream = FOLDER.open(name)) {
            return Contracts.R4
                    .newJsonParser()
                    .parseResource(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("valid")
    void permitsEveryValidExample(String name) throws IOException {
        IBaseResource example = read(name);

        assertThat(CONTRACT.profiles().check(example)).isInstanceOf(Decision.Permit.class);
        assertThat(CONTRACT.fields().judge(Optional.empty(), example)).isInstanceOf(Decision.Permit.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEveryInvalidExample(String name) throws IOException {
        assertThat(CONTRACT.profiles().check(read(name)).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.elements()).isNotEmpty());
    }
}
