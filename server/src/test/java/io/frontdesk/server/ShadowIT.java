package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server in shadow mode: one report over nodes and restarts, and nothing lost when the guards are let refuse again. */
class ShadowIT {

    private final Instant tomorrow = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));

    private static final String CONTRACT = TestContracts.changed(
                    "core", "watched", "  bodyId: must-match\n", "  bodyId: must-match\n  unique: [identifier]\n")
            .toString();

    @TempDir
    private Path folder;

    private static TestServer start(String url, Modes modes) {
        return TestServer.with(new ServerSettings(
                List.of(CONTRACT),
                "127.0.0.1",
                0,
                new DatabaseSettings(url, Optional.empty(), Optional.empty()),
                new IdentitySettings.Development(Optional.empty()),
                Optional.empty(),
                HttpSettings.USUAL,
                modes));
    }

    private static Rest desk(TestServer server) {
        return new Rest(server.base("watched"), server.token("Appointment.*", "Patient.*", "Practitioner.*"));
    }

    private ObjectNode visit(String number) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("start", tomorrow.plus(Duration.ofHours(9)).toString())
                .put("end", tomorrow.plus(Duration.ofHours(10)).toString());
        visit.withArray("identifier").addObject().put("system", "urn:visits").put("value", number);
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/p1");
        return visit;
    }

    private static void people(Rest desk) {
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        desk.send(
                "PUT",
                "Practitioner/p1",
                "{\"resourceType\":\"Practitioner\",\"id\":\"p1\"}",
                "Content-Type",
                "application/fhir+json");
    }

    private static long counted(TestServer server, String rule) {
        JsonNode report = new Rest(server.root(), "")
                .get("frontdesk/shadow")
                .is(200)
                .json()
                .path(0);
        long requests = 0;
        for (JsonNode line : report.path("refusals")) {
            requests += line.path("rule").asText().equals(rule)
                    ? line.path("requests").asLong()
                    : 0;
        }
        return requests;
    }

    @Test
    void countsGoOnAfterARestartAndWhatWasBookedMeanwhileCountsWhenGuardsRefuseAgain() {
        String url = "jdbc:h2:file:" + folder.resolve("store");
        try (TestServer server = start(url, Modes.shadow())) {
            Rest desk = desk(server);
            people(desk);
            desk.post(visit("1")).is(201);
            desk.post(visit("1")).is(201);
            // Nobody else asks for a token here.
            assertThat(desk.with("").get("Appointment").status()).isEqualTo(401);
            assertThat(counted(server, "booking.overlap")).isEqualTo(1);
            assertThat(counted(server, "request.duplicate")).isEqualTo(1);
        }
        try (TestServer server = start(url, Modes.of("enforce", List.of("booking")))) {
            Rest desk = desk(server);
            desk.post(visit("2")).is(201);
            desk.post(visit("1")).refused(409, "request.duplicate");
            assertThat(counted(server, "booking.overlap")).isEqualTo(2);
        }
        try (TestServer server = start(url, Modes.enforce())) {
            Rest desk = desk(server);
            desk.post(visit("3")).refused(422, "booking.overlap");
            desk.with("").get("frontdesk/shadow").refused(401, "token.missing");
            assertThat(new Rest(server.root(), "").get("frontdesk/shadow").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void severalNodesOnPostgresqlMakeOneReport() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (TestServer one = start(url, Modes.shadow());
                    TestServer two = start(url, Modes.shadow())) {
                people(desk(one));
                desk(one).post(visit("1")).is(201);
                desk(two).post(visit("1")).is(201);
                desk(one).post(visit("2")).is(201);

                assertThat(counted(two, "request.duplicate")).isEqualTo(1);
                assertThat(counted(one, "booking.overlap")).isEqualTo(2);
                assertThat(counted(two, "booking.overlap")).isEqualTo(2);
            }
        }
    }
}
