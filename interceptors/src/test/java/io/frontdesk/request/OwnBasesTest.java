package io.frontdesk.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnBasesTest {

    @Test
    void areTheOneThatIsUsedAndThoseThatAreNamed() {
        OwnBases bases = OwnBases.and(List.of("https://other.example.org/fhir"));

        assertThat(bases.apply("http://localhost/fhir"))
                .containsExactlyInAnyOrder("http://localhost/fhir", "https://other.example.org/fhir");
        assertThat(bases.apply("https://other.example.org/fhir")).containsExactly("https://other.example.org/fhir");
    }

    @Test
    void areAllPathsAtTheHostThatIsUsed() {
        OwnBases bases = OwnBases.at(List.of("/fhir", "/fhir/core"));

        assertThat(bases.apply("https://a.example.org:8443/fhir/core"))
                .containsExactlyInAnyOrder("https://a.example.org:8443/fhir", "https://a.example.org:8443/fhir/core");
        assertThat(bases.apply("http://b.example.org/fhir"))
                .containsExactlyInAnyOrder("http://b.example.org/fhir", "http://b.example.org/fhir/core");
        assertThat(bases.apply("urn:no-url")).containsExactly("urn:no-url");
    }
}
