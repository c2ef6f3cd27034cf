package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frontdesk's core with identifiers kept unique, on every way to give an appointment one or take it away. */
class UniqueIT {

    private static final String FHIR = "application/fhir+json";

    private static TestServer server;
    private static Rest desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed(
                        "core", "unique", "  bodyId: must-match\n", "  bodyId: must-match\n  unique: [identifier]\n")
                .toString());
        desk = new Rest(server.base("unique"), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna")).is(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode visit(String... numbers) {
        ObjectNode visit = Rest.fixture("core-appointment.json");
        for (String number : numbers) {
            visit.withArray("identifier")
                    .addObject()
                    .put("system", "urn:example:visit")
                    .put("value", number);
        }
        return visit;
    }

    private static String number() {
        return UUID.randomUUID().toString();
    }

    private static String entry(ObjectNode visit) {
        return "{\"resource\":" + visit + ",\"request\":{\"method\":\"POST\",\"url\":\"Appointment\"}}";
    }

    private static void stored(String number, int times) {
        assertThat(desk.get("Appointment?identifier=" + number).is(200).json().path("entry"))
                .hasSize(times);
    }

    @Test
    void refusesToCreateOrChangeIntoWhatAnotherOneHas() {
        String taken = number();
        String own = number();
        desk.post(visit(taken)).is(201);
        String id = desk.post(visit(own)).is(201).id();

        desk.post(visit(taken)).refused(409, "request.duplicate");
        desk.post(visit(number(), taken)).refused(409, "request.duplicate");
        desk.put(visit(taken).put("id", id), "If-Match", "W/\"1\"").refused(409, "request.duplicate");
        desk.put(visit(own, taken).put("id", id), "If-Match", "W/\"1\"").refused(409, "request.duplicate");
        desk.patch(
                        "Appointment/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/identifier/0/value\",\"value\":\"" + taken + "\"}]",
                        "If-Match",
                        "W/\"1\"")
                .refused(409, "request.duplicate");
        desk.get("Appointment/" + id).is(200).showsVersion("1");
        stored(taken, 1);
    }

    @Test
    void keepsWhatAnAppointmentHasThroughChanges() {
        String number = number();
        String id = desk.post(visit(number)).is(201).id();

        desk.put(visit(number).put("id", id).put("comment", "later"), "If-Match", "W/\"1\"")
                .is(200);
        desk.put(visit(number, number()).put("id", id), "If-Match", "W/\"2\"").is(200);

        desk.post(visit(number)).refused(409, "request.duplicate");
        desk.post(visit()).is(201);
        desk.post(visit()).is(201);
    }

    @Test
    void letsGoOfWhatAnAppointmentHasNoMore() {
        String given = number();
        String deleted = number();
        String first = desk.post(visit(given)).is(201).id();
        String second = desk.post(visit(deleted)).is(201).id();

        desk.put(visit(number()).put("id", first), "If-Match", "W/\"1\"").is(200);
        desk.send("DELETE", "Appointment/" + second, "", "If-Match", "W/\"1\"").is(200);

        desk.post(visit(given)).is(201);
        desk.post(visit(deleted)).is(201);
        desk.put(visit(deleted).put("id", second), "If-None-Match", "*").refused(409, "request.duplicate");
        desk.put(visit(number()).put("id", second), "If-None-Match", "*").is(201);
    }

    @Test
    void undoesATransactionThatWouldStoreOneTwice() {
        String number = number();
        String other = number();
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[" + entry(visit(other)) + ","
                + entry(visit(number)) + "," + entry(visit(number)) + "]}";

        desk.send("POST", "", bundle.formatted("transaction"), "Content-Type", FHIR)
                .is(409);
        stored(number, 0);
        stored(other, 0);

        Answer batch = desk.send("POST", "", bundle.formatted("batch"), "Content-Type", FHIR)
                .is(200);
        assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith("201");
        assertThat(batch.json().at("/entry/1/response/status").asText()).startsWith("201");
        assertThat(batch.json().at("/entry/2/response/status").asText()).startsWith("409");
        assertThat(batch.json()
                        .at("/entry/2/response/outcome/issue/0/details/coding/0/code")
                        .asText())
                .isEqualTo("request.duplicate");
        stored(number, 1);
    }
}
