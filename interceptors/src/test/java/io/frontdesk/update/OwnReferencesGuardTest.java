package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.element.ElementTree;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;

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

    private final OwnReferencesGuard guard = new OwnReferencesGuard(new ElementTree(Contracts.DSTU3));

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
}
