package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.testing.Contracts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientCompartmentTest {

    private static final Set<String> BASES = Set.of("https://desk.example.org/fhir");
    private static final List<FhirContext> VERSIONS = List.of(Contracts.R4, Contracts.DSTU3);

    private static boolean holds(FhirContext fhir, String json) {
        IBaseResource resource = fhir.newJsonParser().parseResource(json);
        return new PatientCompartment(fhir).holds(resource, "p1", BASES);
    }

    @ParameterizedTest
    @CsvSource({
        "Patient/p1, true",
        "Patient/p1/_history/2, true",
        "https://desk.example.org/fhir/Patient/p1, true",
        "Patient/p2, false",
        "Patient/p, false",
        "Patient/p11, false",
        "patient/p1, false",
        "Practitioner/p1, false",
        "Device/p1, false",
        "https://other.example.org/fhir/Patient/p1, false",
        "https://desk.example.org/fhir/other/Patient/p1, false",
        "urn:uuid:p1, false",
        "'#p1', false",
    })
    void ownsAppointmentsInWhichThePatientTakesPart(String actor, boolean owned) {
        String appointment = """
            {"resourceType": "Appointment", "contained": [{"resourceType": "Patient", "id": "p1"}],
             "participant": [{"actor": {"reference": "Location/l1"}}, {"actor": {"reference": "%s"}}, {}]}
            """.formatted(actor);

        for (FhirContext fhir : VERSIONS) {
            assertThat(holds(fhir, appointment)).isEqualTo(owned);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"resourceType": "Patient", "id": "p1"}                                                          | true
        {"resourceType": "Patient", "id": "p2"}                                                          | false
        {"resourceType": "Patient"}                                                                      | false
        {"resourceType": "Practitioner", "id": "p1"}                                                     | false
        {"resourceType": "Appointment", "id": "p1"}                                                      | false
        {"resourceType": "AppointmentResponse", "actor": {"reference": "Patient/p1"}}                    | true
        {"resourceType": "AppointmentResponse", "actor": {"reference": "Patient/p2"}}                    | false
        {"resourceType": "Encounter", "subject": {"reference": "Patient/p1"}}                            | true
        {"resourceType": "Organization", "id": "p1"}                                                     | false
        {"resourceType": "Slot", "schedule": {"reference": "Patient/p1"}}                                | false
        {"resourceType": "Appointment", "extension": [{"url": "urn:x", "valueReference": {"reference": "Patient/p1"}}]} | false
        """)
    void ownsWhatFhirSays(String json, boolean owned) {
        for (FhirContext fhir : VERSIONS) {
            assertThat(holds(fhir, json)).isEqualTo(owned);
        }
    }

    /** HAPI takes elements of the compartment from its search parameters, some of which have computed paths. */
    @Test
    void canBeAskedAboutEveryType() {
        for (FhirContext fhir : VERSIONS) {
            var compartment = new PatientCompartment(fhir);
            for (String type : new TreeSet<>(fhir.getResourceTypes())) {
                var empty = (IBaseResource) fhir.getResourceDefinition(type).newInstance();

                assertThat(compartment.holds(empty, "p1", BASES)).as(type).isFalse();
            }
        }
    }

    /** Why references are compared here: HAPI leaves the server's name out. */
    @Test
    void isStricterThanHapiAboutOtherServers() {
        var appointment = Contracts.R4.newJsonParser().parseResource("""
            {"resourceType": "Appointment",
             "participant": [{"actor": {"reference": "https://other.example.org/fhir/Patient/p1"}}]}
            """);
        var patient = Contracts.R4.getVersion().newIdType().setValue("Patient/p1");

        assertThat(Contracts.R4.newTerser().isSourceInCompartmentForTarget("Patient", appointment, patient))
                .isTrue();
        assertThat(new PatientCompartment(Contracts.R4).holds(appointment, "p1", BASES))
                .isFalse();
    }
}
