package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Refusal;
import io.frontdesk.element.ElementTree;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnReferencesGuardTest {

    private static final String SENT = """
        {"resourceType":"Appointment","contained":[{"resourceType":"Location","id":"1",
          "managingOrganization":{"reference":"BASE/Organization/o1"}}],
         "extension":[{"url":"http://example.org/x","valueReference":{"reference":"BASE/CareTeam/t1"}}],
         "status":"booked","participant":[
          {"actor":{"reference":"BASE/Patient/p1"},"status":"accepted"},
          {"actor":{"reference":"#1"},"status":"accepted"},
          {"actor":{"reference":"https://else.example.org/fhir/Patient/p1"},"status":"accepted"},
          {"actor":{"reference":"https://desk.example.org/fhirs/Patient/p1"},"status":"accepted"},
          {"actor":{"reference":"urn:uuid:6f0c3a52-0d0e-4a52-a0a4-1f0f4a8a4a11"},"status":"accepted"},
          {"actor":{"reference":"Patient/p1"},"status":"accepted"},
          {"actor":{"display":"somebody"},"status":"accepted"}]}
        """;

    private final OwnReferencesGuard guard =
            new OwnReferencesGuard(new ElementTree(Contracts.DSTU3), (caller, type) -> type.equals("Location"));

    private static IBaseResource parsed(String json) {
        return Contracts.DSTU3.newJsonParser().parseResource(json);
    }

    private static String encoded(IBaseResource resource) {
        return Contracts.DSTU3.newJsonParser().encodeResourceToString(resource);
    }

    @Test
    void makesReferencesToTheEndpointRelativeWhereverTheyStand() {
        IBaseResource proposed = parsed(SENT.replace("BASE", Requested.BASE));

        assertThat(guard.beforeWrite(Requested.create(proposed)).refusal()).isEmpty();

        assertThat(encoded(proposed)).isEqualTo(encoded(parsed(SENT.replace("BASE/", ""))));
    }

    @Test
    void leavesTheServersOwnWritesAlone() {
        IBaseResource proposed = parsed(SENT.replace("BASE", Requested.BASE));
        String before = encoded(proposed);

        guard.beforeWrite(Requested.internal(proposed, proposed));

        assertThat(encoded(proposed)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "Location?identifier=1, true",
        "https://desk.example.org/fhir/Location?identifier=1, true",
        "Patient?identifier=1, false",
        "/Patient?identifier=1, false",
        "https://desk.example.org/fhir/Patient?identifier=1, false",
        "https://else.example.org/fhir/Patient?identifier=1, true",
        "Patient/1, true",
    })
    void letsOnlyThoseSearchByAReferenceWhoMaySearchTheType(String reference, boolean permitted) {
        IBaseResource proposed = parsed("""
                {"resourceType":"Appointment","status":"booked","participant":[
                  {"actor":{"reference":"%s"},"status":"accepted"}]}""".formatted(reference));

        Optional<Refusal> refusal =
                guard.beforeWrite(Requested.create(proposed)).refusal();

        assertThat(refusal.isEmpty()).isEqualTo(permitted);
        refusal.ifPresent(told -> assertThat(told.text()).contains("Patient").doesNotContain("identifier"));
    }
}
