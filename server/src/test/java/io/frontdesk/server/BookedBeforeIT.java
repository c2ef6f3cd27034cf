package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was stored before a contract let nobody be booked twice counts from the first start on which it does. */
class BookedBeforeIT {

    private static final Instant TOMORROW =
            Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private TestServer start(String booking) {
        return TestServer.on(
                "jdbc:h2:file:" + folder.resolve("store"),
                TestContracts.changed("core", "before", text -> {
                            int begin = text.indexOf("booking:\n");
                            return text.substring(0, begin) + booking + text.substring(text.indexOf("extensions:\n"));
                        })
                        .toString());
    }

    private static Rest desk(TestServer server) {
        return new Rest(
                server.base("before"), server.token("Appointment.*", "Patient.*", "Practitioner.*", "Location.*"));
    }

    private static ObjectNode visit(String actor, int hour) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("start", TOMORROW.plus(Duration.ofHours(hour)).toString())
                .put("end", TOMORROW.plus(Duration.ofHours(hour + 1)).toString());
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", actor);
        return visit;
    }

    @Test
    void countsFromTheFirstStartOnAndByNewRulesAnew() {
        String first;
        try (TestServer server = start("")) {
            Rest desk = desk(server);
            desk.put(Rest.fixture("patient.json").put("id", "anna")).is(201);
            for (String actor : new String[] {"Practitioner", "Location"}) {
                desk.send(
                                "PUT",
                                actor + "/1",
                                "{\"resourceType\":\"" + actor + "\",\"id\":\"1\"}",
                                "Content-Type",
                                "application/fhir+json")
                        .is(201);
            }
            first = desk.post(visit("Practitioner/1", 9)).is(201).id();
            desk.post(visit("Practitioner/1", 9)).is(201);
            desk.post(visit("Location/1", 9)).is(201);
            String cancelled = desk.post(visit("Practitioner/1", 12)).is(201).id();
            desk.put(visit("Practitioner/1", 12).put("status", "cancelled").put("id", cancelled), "If-Match", "W/\"1\"")
                    .is(200);
        }

        try (TestServer server = start("booking: {active: [booked], actors: [{types: [Practitioner]}]}\n")) {
            Rest desk = desk(server);
            desk.post(visit("Practitioner/1", 9)).refused(422, "booking.overlap");
            desk.post(visit("Practitioner/1", 12)).is(201);
            desk.post(visit("Location/1", 9)).is(201);
            desk.put(visit("Practitioner/1", 15).put("id", first), "If-Match", "W/\"1\"")
                    .is(200);
        }

        try (TestServer server = start("booking: {active: [booked], actors: [{types: [Location, Practitioner]}]}\n")) {
            Rest desk = desk(server);
            desk.post(visit("Location/1", 9)).refused(422, "booking.overlap");
            desk.post(visit("Practitioner/1", 15)).refused(422, "booking.overlap");
            assertThat(desk.post(visit("Practitioner/1", 20)).status()).isEqualTo(201);
        }
    }
}
