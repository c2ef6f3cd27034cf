package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.visit;
import static io.frontdesk.server.CandidDesk.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JSON interface in shadow mode: it translates as ever, the guards refuse nothing, and clients still learn what is wrong. */
class CandidShadowIT {

    private static TestServer server;
    private static CandidDesk desk;

    @BeforeAll
    static void start() {
        server = TestServer.with(new ServerSettings(
                List.of("candid"),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new IdentitySettings.Development(Optional.empty()),
                Optional.empty(),
                HttpSettings.USUAL,
                Modes.shadow()));
        desk = CandidDesk.of(server, "org-0001");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long counted(String rule) {
        JsonNode report =
                new Rest(server.root(), "").get("frontdesk/shadow").is(200).json();
        for (JsonNode line : report.path(0).path("refusals")) {
            if (line.path("rule").asText().equals(rule)) {
                return line.path("requests").asLong();
            }
        }
        return 0;
    }

    @Test
    void createsUpdatesDeactivatesAndFinds() {
        ObjectNode sent = visit("READY");
        String id = desk.created(sent);

        JsonNode told = desk.update(id, 2, sent.put("notes", "moved")).is(200).json();
        assertThat(told.path("version").asInt()).isEqualTo(2);
        assertThat(told.path("notes").asText()).isEqualTo("moved");
        desk.deactivate(id, 2).is(200);

        JsonNode now = desk.get(id).is(200).json();
        assertThat(now.path("deactivated").asBoolean()).isTrue();
        assertThat(now.path("version").asInt()).isEqualTo(3);
        assertThat(desk.get(id + "/history").is(200).json()).hasSize(3);
    }

    @Test
    void storesWhatTheContractWouldRefuseAndCountsIt() {
        ObjectNode noQueue = visit("NOT_READY");
        noQueue.remove("work_queue");
        ObjectNode twice = visit("READY");

        desk.create(noQueue).is(200);
        desk.create(twice).is(200);
        desk.create(twice).is(200);

        assertThat(counted("field.work-queue-set")).isEqualTo(1);
        assertThat(counted("request.duplicate")).isEqualTo(1);
    }

    /** Nothing is filled in, and nobody is shut out. */
    @Test
    void showsToEverybodyWhatHapiStores() {
        ObjectNode sent = visit("READY");
        String id = desk.created(sent);

        JsonNode told = desk.as("org-0002").get(id).is(200).json();
        assertThat(told.has("organization_id")).isFalse();
        assertThat(told.has("updating_user_id")).isFalse();
        assertThat(told.path("placer_appointment_id")).isEqualTo(sent.path("placer_appointment_id"));
        assertThat(desk.rest().get("lists/v1/appointment").is(200).json().path("items"))
                .isNotEmpty();
    }

    @Test
    void asksForAToken() {
        CandidDesk.wrong(desk.rest().with("").get("appointments/v1/1"), 401, "UnauthorizedError", "token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{'patient_id':7}", "{'start_timestamp':'today'}"})
    void saysWhatIsWrongWithABody(String body) {
        String json = body.replace('\'', '"');
        String id = desk.created(visit("READY"));

        Answer made = desk.rest().send("POST", "appointments/v1", json, "Content-Type", "application/json");
        Answer changed =
                desk.rest().send("PUT", "appointments/v1/" + id + "/2", json, "Content-Type", "application/json");

        wrong(made, 400, "BadRequestError", "must be");
        wrong(changed, 400, "BadRequestError", "must be");
        assertThat(desk.get(id).is(200).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void tellsTheVersionThatIsStoredToWhoHasAnother() {
        String id = desk.created(visit("READY"));

        Answer update = wrong(desk.update(id, 9, visit("READY")), 409, "VersionConflictError", "version 1");
        Answer deactivation = wrong(desk.deactivate(id, 9), 409, "VersionConflictError", "version 1");

        assertThat(update.json().at("/content/latest_version").asInt()).isEqualTo(1);
        assertThat(deactivation.json().at("/content/latest_version").asInt()).isEqualTo(1);
        assertThat(desk.get(id).is(200).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void saysThatNothingIsStoredUnderAnUnknownId() {
        String unknown = UUID.randomUUID().toString();

        wrong(desk.get(unknown), 404, "NotFoundError", "No such appointment is stored");
        wrong(desk.get(unknown + "/history"), 404, "NotFoundError", "No such appointment is stored");
        wrong(desk.deactivate(unknown, 1), 404, "NotFoundError", "No such appointment is stored");
    }
}
