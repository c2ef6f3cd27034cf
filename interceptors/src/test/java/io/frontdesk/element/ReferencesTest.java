package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

    private static final Set<String> BASES =
            Set.of("http://h/fhir", "http://h/fhir/core", "https://desk.example.org/fhir");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
        http://h/fhir/Patient/1,                  Patient/1
        http://h/fhir/core/Patient/1,             Patient/1
        http://h/fhir/Patient/1/_history/2,       Patient/1/_history/2
        https://desk.example.org/fhir/Patient/1,  Patient/1
        https://h/fhir/Patient/1,                 https://h/fhir/Patient/1
        http://h/fhirs/Patient/1,                 http://h/fhirs/Patient/1
        http://H/fhir/Patient/1,                  http://H/fhir/Patient/1
        http://h/fhir,                            http://h/fhir
        Patient/1,                                Patient/1
        #1,                                       #1
        urn:uuid:1,                               urn:uuid:1
        ``,                                       ``
        """)
    void takesTheLongestOwnBaseOff(String reference, String local) {
        assertThat(References.local(reference, BASES)).isEqualTo(local);
    }

    @ParameterizedTest
    @CsvSource({
        "Patient/257, Patient/257",
        "Patient/257/_history/2, Patient/257",
        "https://other.example.org/fhir/Patient/257/_history/2, https://other.example.org/fhir/Patient/257",
        "urn:uuid:1, urn:uuid:1",
    })
    void leavesAVersionOut(String reference, String unversioned) {
        assertThat(References.unversioned(reference)).isEqualTo(unversioned);
    }
}
