package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frontdesk's core, on which a patient who arrives gets an Encounter, on every way to change an appointment. */
class EffectIT {

    private static TestServer server;
    private static Rest desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed(
                        "core", "effects", text -> text.replace("initial: [", "initial: [arrived, ") + """

                        effects:
                          - effect: encounter
                            on: [arrived, checked-in]
                            ensure: Encounter
                            by: appointment
                            usable: [planned, arrived, triaged, in-progress]
                            make: >-
                              {"resourceType": "Encounter", "status": "arrived",
                               "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                               "subject": {"reference": "{actor:Patient}"},
                               "appointment": [{"reference": "{appointment}"}]}
                        """)
                .toString());
        desk = new Rest(
                server.base("effects"), server.token("Appointment.*", "Patient.*", "Encounter.*", "transaction"));
        desk.put(Rest.fixture("patient.json").put("id", "anna")).is(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode visit() {
        return Rest.fixture("core-appointment.json");
    }

    private static ObjectNode withoutPatient() {
        ObjectNode visit = visit();
        visit.withArray("participant").remove(0);
        return visit;
    }

    private static Answer turn(String id, String status, int version) {
        return desk.patch(
                "Appointment/" + id,
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}]",
                "If-Match",
                "W/\"" + version + "\"");
    }

    private static JsonNode encounters(String id) {
        return desk.get("Encounter?appointment=Appointment/" + id)
                .is(200)
                .json()
                .path("entry");
    }

    @Test
    void makesAnEncounterOnce() {
        String id = desk.post(visit()).is(201).id();
        assertThat(encounters(id)).isEmpty();

        turn(id, "arrived", 1).is(200);
        assertThat(encounters(id)).hasSize(1);
        turn(id, "checked-in", 2).is(200);

        assertThat(encounters(id)).hasSize(1);
        JsonNode encounter = encounters(id).path(0).path("resource");
        assertThat(encounter.path("subject").path("reference").asText()).isEqualTo("Patient/anna");
        assertThat(encounter.path("status").asText()).isEqualTo("arrived");
    }

    @Test
    void makesItOnEveryWayToWrite() {
        String put = desk.post(visit()).is(201).id();
        desk.put(visit().put("id", put).put("status", "arrived"), "If-Match", "W/\"1\"")
                .is(200);
        String created = desk.post(visit().put("status", "arrived")).is(201).id();
        String bundled = desk.post(visit()).is(201).id();
        desk.send(
                        "POST",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                                + visit().put("id", bundled).put("status", "arrived")
                                + ",\"request\":{\"method\":\"PUT\",\"url\":\"Appointment/" + bundled
                                + "\",\"ifMatch\":\"W/\\\"1\\\"\"}}]}",
                        "Content-Type",
                        "application/fhir+json")
                .is(200);

        assertThat(encounters(put)).hasSize(1);
        assertThat(encounters(created)).hasSize(1);
        assertThat(encounters(bundled)).hasSize(1);
    }

    @Test
    void takesTheOneThatIsThere() {
        String id = desk.post(visit()).is(201).id();
        encounter(id, "planned");

        turn(id, "arrived", 1).is(200);

        assertThat(encounters(id)).hasSize(1);
    }

    @Test
    void changesNothingWhenTheEncounterIsOver() {
        String id = desk.post(visit()).is(201).id();
        encounter(id, "finished");

        turn(id, "arrived", 1).refused(424, "effect.failed");

        assertThat(encounters(id)).hasSize(1);
        desk.get("Appointment/" + id).is(200).showsVersion("1");
        turn(id, "cancelled", 1).is(200);
    }

    @Test
    void changesNothingWhenNoEncounterCanBeMade() {
        String id = desk.post(withoutPatient()).is(201).id();

        turn(id, "arrived", 1).refused(424, "effect.failed");
        desk.post(withoutPatient().put("status", "arrived")).refused(424, "effect.failed");

        assertThat(encounters(id)).isEmpty();
        desk.get("Appointment/" + id).is(200).showsVersion("1");
    }

    private static void encounter(String id, String status) {
        ObjectNode encounter = ((ObjectNode) Rest.fixture("patient.json").removeAll())
                .put("resourceType", "Encounter")
                .put("status", status);
        encounter.putObject("class").put("code", "AMB");
        encounter.withArray("appointment").addObject().put("reference", "Appointment/" + id);
        desk.post(encounter).is(201);
    }
}
