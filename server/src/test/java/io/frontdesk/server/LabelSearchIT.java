package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches for what resources are labelled with, which HAPI by itself does not find where labels are kept inside. */
@ExtendWith(SharedServer.class)
class LabelSearchIT {

    private final Rest desk;

    LabelSearchIT(TestServer server) {
        desk = new Rest(server.base("core"), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
    }

    @ParameterizedTest
    @CsvSource({
        "_tag=urn:example:tags%7Curgent, true",
        "_tag=urgent, true",
        "_tag=urn:example:tags%7Clater, false",
        "_tag:not=urn:example:tags%7Curgent, false",
        "_security=urn:example:labels%7CR, true",
        "_security=urn:example:labels%7CV, false",
        "_profile=http://example.org/fhir/StructureDefinition/visit, true",
        "_profile=http://example.org/fhir/StructureDefinition/other, false"
    })
    void findsByLabels(String label, boolean found) {
        String number = UUID.randomUUID().toString();
        ObjectNode visit = Rest.fixture("core-appointment.json");
        visit.putArray("identifier").addObject().put("value", number);
        ObjectNode meta = visit.putObject("meta");
        meta.putArray("profile").add("http://example.org/fhir/StructureDefinition/visit");
        meta.putArray("tag").addObject().put("system", "urn:example:tags").put("code", "urgent");
        meta.putArray("security")
                .addObject()
                .put("system", "urn:example:labels")
                .put("code", "R");
        desk.post(visit).is(201);

        assertThat(desk.get("Appointment?identifier=" + number + "&" + label)
                        .is(200)
                        .json()
                        .path("entry")
                        .size())
                .isEqualTo(found ? 1 : 0);
    }
}
