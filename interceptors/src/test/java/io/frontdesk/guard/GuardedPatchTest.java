package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Appointments;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract that lists what a patch may do, and reads a POST as the PATCH that it says it is, on a plain server. */
class GuardedPatchTest {

    static final String CONTRACT = """
        contract: listed
        title: Listed patches
        fhirVersion: R4
        era: 2024-02-29
        access:
          rights: {claims: [realm_access.roles], interactions: {read: [look], patch: [patch]}}
        version: {ifMatch: required}
        status:
          initial: [booked]
          transitions: {booked: [arrived, cancelled], arrived: [], cancelled: []}
        update:
          mode: replace
          bodyId: must-match
          references: any
          methodOverride: true
          unknownIdFirst: true
          interactions:
          - {types: [Appointment], offer: [read, patch, create], unknownId: refuse}
        patch:
          operations:
          - {op: [replace], path: /status, value: {codes: [arrived, cancelled, booked]}}
          - {op: [replace], path: /comment, value: {type: string}}
          - {op: [add], path: /slot, value: {type: Reference, least: 0, most: 2}}
          - {op: [replace], path: /patient-status, to: ["/participant/{actor:Patient}/status"], value: {codes: [tentative]}}
          - {op: [remove], path: /description, asks: [read]}
        extensions: {order: as-sent}
        """;

    private static final List<String> PATCHER = List.of("patch");
    private static final String ARRIVE = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]";

    private static GuardedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = GuardedServer.of(Contracts.of(CONTRACT, folder), "Appointment");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored(Appointments.r4("a1", "booked", "\"description\":\"stored\","));
    }

    private static GuardedServer.Call patch(String method, String path) {
        return server.as(PATCHER, method, path).ifMatch("1");
    }

    private static void assertRefused(Answer answer, int status, String rule) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(server.versions("Appointment")).isEqualTo(1);
    }

    @Test
    void doesWhatIsListed() {
        Answer answer = patch("PATCH", "/Appointment/a1").patch("""
                    [{"op": "replace", "path": "/patient-status", "value": "tentative"},
                     {"op": "replace", "path": "/comment", "value": "late"},
                     {"op": "add", "path": "/slot", "value": [{"reference": "Slot/7"}]},
                     {"op": "replace", "path": "/status", "value": "arrived"}]
                    """).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1"))
                .contains("\"status\":\"arrived\"", "\"comment\":\"late\"", "Slot/7", "\"status\":\"tentative\"")
                .contains("\"description\":\"stored\"", "Patient/p1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"op":"replace","path":"/description","value":"x"}]        | 422 | patch.not-listed
        [{"op":"test","path":"/status","value":"booked"}]           | 422 | patch.not-listed
        [{"op":"move","path":"/status","from":"/comment"}]          | 422 | patch.not-listed
        [{"op":"replace","path":"/id","value":"a2"}]                | 422 | patch.not-listed
        [{"op":"replace","path":"status","value":"arrived"}]        | 422 | patch.not-listed
        [{"path":"/status","value":"arrived"}]                      | 422 | patch.not-listed
        [{"op":"replace","value":"arrived"}]                        | 422 | patch.not-listed
        [{}]                                                        | 422 | patch.not-listed
        [{"op":"replace","path":"/status"}]                         | 422 | patch.value
        [{"op":"replace","path":"/status","value":"fulfilled"}]     | 422 | patch.value
        [{"op":"add","path":"/slot","value":[{"referenz":"a"}]}]    | 422 | patch.value
        [{"op":"replace","path":"/status","value":"arrived"},{"op":"replace","path":"/status","value":"cancelled"}] | 422 | patch.twice
        []                                                          | 400 | patch.malformed
        {"op":"replace","path":"/status","value":"arrived"}         | 400 | patch.malformed
        [7]                                                         | 400 | patch.malformed
        [{"op":"replace"                                            | 400 | body.malformed
        [{"op":"replace","op":"add","path":"/status","value":"a"}]  | 400 | body.malformed
        [{"op":"remove","path":"/description"}]                     | 403 | access.right
        """)
    void refusesEverythingElse(String sent, int status, String rule) {
        assertRefused(patch("PATCH", "/Appointment/a1").patch(sent).send(), status, rule);
    }

    @Test
    void asksForTheRightThatAnOperationNeedsBesides() {
        Answer answer = server.as(List.of("patch", "look"), "PATCH", "/Appointment/a1")
                .ifMatch("1")
                .patch("[{\"op\":\"remove\",\"path\":\"/description\"}]")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).doesNotContain("description");
    }

    @Test
    void takesNoFhirPathPatch() {
        assertRefused(
                patch("PATCH", "/Appointment/a1")
                        .json("{\"resourceType\":\"Parameters\"}")
                        .send(),
                415,
                "body.media-type");
    }

    @Test
    void judgesInTheOrderOfTheContract() {
        String wrong = "[{\"op\":\"replace\",\"path\":\"/x\",\"value\":1}]";
        Answer noToken = server.anonymous("PATCH", "/Appointment/none")
                .header("Content-Type", "text/plain")
                .send();
        Answer noRight = server.as(List.of("look"), "PATCH", "/Appointment/none")
                .header("Content-Type", "text/plain")
                .send();
        Answer unknown = server.as(PATCHER, "PATCH", "/Appointment/none")
                .header("Content-Type", "text/plain")
                .send();
        Answer type = server.as(PATCHER, "PATCH", "/Appointment/a1")
                .header("Content-Type", "text/plain")
                .bytes(wrong.getBytes(StandardCharsets.UTF_8))
                .send();
        Answer missing =
                server.as(PATCHER, "PATCH", "/Appointment/a1").patch(wrong).send();
        Answer stale = server.as(PATCHER, "PATCH", "/Appointment/a1")
                .ifMatch("7")
                .patch(wrong)
                .send();

        assertThat(noToken.status()).isEqualTo(401);
        assertRefused(noRight, 403, "access.right");
        assertThat(unknown.status()).isEqualTo(404);
        assertRefused(type, 415, "body.media-type");
        assertRefused(missing, 428, "version.missing");
        assertRefused(stale, 412, "version.stale");
        assertRefused(patch("PATCH", "/Appointment/a1").patch(wrong).send(), 422, "patch.not-listed");
    }

    @Test
    void asksForTheTypeThatItReadsWhenNoneIsSent() {
        Answer answer = patch("PATCH", "/Appointment/a1")
                .bytes(ARRIVE.getBytes(StandardCharsets.UTF_8))
                .send();

        assertRefused(answer, 415, "body.media-type");
        assertThat(answer.header("Accept-Patch")).contains("application/json-patch+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "PATCH", "Patch"})
    void readsAPostAsThePatchThatItSaysItIs(String method) {
        Answer byHeader = patch("POST", "/Appointment/a1")
                .header("X-HTTP-Method-Override", method)
                .patch(ARRIVE)
                .send();

        assertThat(byHeader.status()).as(byHeader.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");

        store();
        Answer byParameter = patch("POST", "/Appointment/a1?_method=" + method + "&_format=json")
                .patch(ARRIVE)
                .send();

        assertThat(byParameter.status()).as(byParameter.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @ParameterizedTest
    @CsvSource({"POST, delete", "POST, PUT", "POST, ''", "PUT, patch", "GET, patch", "DELETE, patch"})
    void overridesNothingElse(String method, String other) {
        assertRefused(
                server.as(PATCHER, method, "/Appointment/a1")
                        .header("X-HTTP-Method-Override", other)
                        .send(),
                405,
                "update.not-offered");
        assertRefused(
                server.as(PATCHER, method, "/Appointment/a1?_method=" + other).send(), 405, "update.not-offered");
    }

    @Test
    void judgesAnOverriddenPostAsAPatch() {
        assertThat(server.anonymous("POST", "/Appointment/a1?_method=patch")
                        .patch(ARRIVE)
                        .send()
                        .status())
                .isEqualTo(401);
        assertRefused(
                server.as(List.of("look"), "POST", "/Appointment/a1?_method=patch")
                        .ifMatch("1")
                        .patch(ARRIVE)
                        .send(),
                403,
                "access.right");
        assertRefused(
                server.as(PATCHER, "POST", "/Appointment/a1?_method=patch")
                        .patch(ARRIVE)
                        .send(),
                428,
                "version.missing");
        assertRefused(
                patch("POST", "/Appointment/a1?_method=patch")
                        .json(Appointments.r4("a1", "arrived"))
                        .send(),
                415,
                "body.media-type");
        assertRefused(
                patch("POST", "/Appointment/a1?_method=patch&_method=delete")
                        .patch(ARRIVE)
                        .send(),
                405,
                "update.not-offered");
    }
}
