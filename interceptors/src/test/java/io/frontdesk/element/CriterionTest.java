package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.testing.Contracts;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {

    private static final Set<String> BASES = Set.of("https://desk.example.org/fhir");

    private static final String R4 = """
        {"resourceType": "Appointment", "id": "a1",
         "meta": {"profile": ["https://example.org/p"], "security": [{"system": "https://example.org/s", "code": "R"}]},
         "identifier": [{"system": "urn:oid:1.2.3", "value": "A-1"}, {"value": "bare"}],
         "status": "booked",
         "serviceType": [{"coding": [{"system": "https://example.org/st", "code": "52"}, {"code": "none"}]}],
         "slot": [{"reference": "Slot/s1"}],
         "participant": [
           {"actor": {"reference": "Patient/p1"}, "status": "accepted"},
           {"actor": {"reference": "https://desk.example.org/fhir/Practitioner/d1/_history/3"}, "status": "accepted"},
           {"actor": {"reference": "https://other.example.org/fhir/Location/l1"}, "status": "accepted"}]}
        """;

    private static final String DSTU3 = """
        {"resourceType": "Appointment", "id": "a1", "status": "booked",
         "identifier": [{"system": "urn:oid:1.2.3", "value": "A-1"}],
         "serviceType": [{"coding": [{"system": "https://example.org/st", "code": "52"}]}],
         "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}]}
        """;

    private static final String PATIENT = """
        {"resourceType": "Patient", "id": "p1", "active": true, "gender": "female", "name": [{"family": "Berg"}],
         "managingOrganization": {"reference": "Organization/o1"}}
        """;

    private static Optional<Criterion> criterion(FhirContext fhir, String type, String name, String value) {
        return Criterion.of(fhir, type, name, value);
    }

    private static boolean holds(FhirContext fhir, String json, String name, String value) {
        IBaseResource resource = fhir.newJsonParser().parseResource(json);
        return criterion(fhir, resource.fhirType(), name, value).orElseThrow().holds(resource, BASES);
    }

    @ParameterizedTest
    @CsvSource({
        "status, booked, true",
        "status, arrived, false",
        "status, 'arrived,booked', true",
        "status, Booked, false",
        "status, |booked, false",
        "status, http://hl7.org/fhir/appointmentstatus|booked, false",
        "status, booked|, false",
        "identifier, A-1, true",
        "identifier, a-1, false",
        "identifier, A, false",
        "identifier, urn:oid:1.2.3|A-1, true",
        "identifier, urn:oid:1.2.4|A-1, false",
        "identifier, urn:oid:1.2.3|, true",
        "identifier, urn:oid:1.2.4|, false",
        "identifier, |A-1, false",
        "identifier, |bare, true",
        "service-type, 52, true",
        "service-type, https://example.org/st|52, true",
        "service-type, https://example.org/other|52, false",
        "service-type, |52, false",
        "service-type, |none, true",
        "actor, Patient/p1, true",
        "actor, Patient/p2, false",
        "actor, Practitioner/p1, false",
        "actor, https://desk.example.org/fhir/Patient/p1, true",
        "actor, https://other.example.org/fhir/Patient/p1, false",
        "actor, Practitioner/d1, true",
        "actor, https://other.example.org/fhir/Location/l1, true",
        "actor, Location/l1, false",
        "patient, p1, true",
        "patient, p2, false",
        "patient, d1, false",
        "patient, Patient/p1, true",
        "practitioner, d1, true",
        "slot, s1, true",
        "slot, 'Slot/s2,Slot/s1', true",
        "_id, a1, true",
        "_id, a2, false",
        "_security, https://example.org/s|R, true",
        "_security, V, false",
        "_profile, https://example.org/p, true",
        "_profile, https://example.org/, false",
    })
    void comparesExactlyInR4(String name, String value, boolean holds) {
        assertThat(holds(Contracts.R4, R4, name, value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "status, booked, true",
        "status, arrived, false",
        "identifier, urn:oid:1.2.3|A-1, true",
        "identifier, |A-1, false",
        "service-type, https://example.org/st|52, true",
        "service-type, 53, false",
        "actor, Patient/p1, true",
        "patient, p1, true",
        "patient, p2, false",
        "location, p1, false",
        "_id, a1, true",
    })
    void comparesExactlyInDstu3(String name, String value, boolean holds) {
        assertThat(holds(Contracts.DSTU3, DSTU3, name, value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "active, true, true",
        "active, false, false",
        "gender, female, true",
        "family:exact, Berg, true",
        "family:exact, berg, false",
        "family:exact, Ber, false",
        "organization, Organization/o1, true",
        "name:exact, Berg, false",
    })
    void comparesOtherElements(String name, String value, boolean holds) {
        assertThat(holds(Contracts.R4, PATIENT, name, value)).isEqualTo(holds);
        assertThat(holds(Contracts.DSTU3, PATIENT, name, value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment, state, booked",
        "Appointment, Status, booked",
        "Appointment, _count, 1",
        "Appointment, _include, Appointment:patient",
        "Appointment, _lastUpdated, 2020",
        "Appointment, _has:Slot:x:y, 1",
        "Appointment, date, 2020-01-01",
        "Appointment, date, ge2020-01-01",
        "Appointment, patient.name, Berg",
        "Appointment, status:not, booked",
        "Appointment, status:missing, true",
        "Appointment, status:exact, booked",
        "Appointment, status:, booked",
        "Appointment, status:exact:exact, booked",
        "Appointment, status, ''",
        "Appointment, status, |",
        "Appointment, status, a|b|c",
        "Appointment, status, 'booked,'",
        "Appointment, status, ',booked'",
        "Appointment, status, 'booked,,arrived'",
        "Appointment, actor, p1",
        "Appointment, actor, 'Patient/p1,p2'",
        "Appointment, actor, Organization/o1",
        "Appointment, actor, Patient/",
        "Appointment, actor, Patient/p1/_history/1",
        "Appointment, actor, Patient/p 1",
        "Appointment, actor, #p1",
        "Appointment, actor, urn:uuid:1",
        "Appointment, actor:Patient, p1",
        "Appointment, patient:Patient, p1",
        "Appointment, patient:identifier, x|y",
        "Appointment, patient, Practitioner/p1",
        "Appointment, supporting-info, Patient/p1",
        "Patient, name, Berg",
        "Patient, family, Berg",
        "Patient, family:contains, Berg",
        "Patient, birthdate, 2020",
        "Patient, email, a",
        "Patient, deceased, true",
        "Observation, value-concept, 1",
        "Observation, code-value-concept, 1",
        "Observation, value-quantity, 1",
        "Nothing, status, booked",
        "'', _id, a1",
    })
    void isNoneWhenItCannotBeJudgedInFull(String type, String name, String value) {
        assertThat(criterion(Contracts.R4, type, name, value)).isEmpty();
    }
}
