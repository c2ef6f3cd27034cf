package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.Part;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import io.frontdesk.testing.OwnProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of a server with resource providers of its own: carried out and judged as the updates that they amount to. */
class PlainServerPatchTest {

    private static final OwnProvider<IBaseResource> APPOINTMENTS = OwnProvider.of(Contracts.R4, "Appointment");
    private static final OwnProvider<IBaseResource> LISTED = OwnProvider.of(Contracts.R4, "Appointment");

    private static GuardedServer server;
    private static GuardedServer listed;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = guarded(APPOINTMENTS, Contracts.core());
        listed = guarded(LISTED, Contracts.of(GuardedPatchTest.CONTRACT, folder));
    }

    private static GuardedServer guarded(OwnProvider<IBaseResource> provider, Contract contract) {
        return GuardedServer.over(
                Contracts.R4,
                List.of(provider),
                plain -> PlainServer.guard(
                        plain, contract, Part.of(contract), PlainServerTest.tokens(), Set::of, BodyLimits.standard()));
    }

    @AfterAll
    static void stop() {
        server.close();
        listed.close();
    }

    @BeforeEach
    void store() {
        for (OwnProvider<IBaseResource> provider : List.of(APPOINTMENTS, LISTED)) {
            provider.clear();
            provider.put(Contracts.R4
                    .newJsonParser()
                    .parseResource(r4("a1", "booked", "\"description\":\"stored\",\"comment\":\"old\",")));
        }
    }

    private static Answer patch(String version, String patch) {
        return server.clerk("PATCH", "/Appointment/a1")
                .ifMatch(version)
                .patch(patch)
                .send();
    }

    private static void assertNothingChanged() {
        assertThat(APPOINTMENTS.called).isEmpty();
        assertThat(APPOINTMENTS.now(Contracts.R4, "a1")).contains("\"status\":\"booked\"", "\"comment\":\"old\"");
    }

    @Test
    void isStoredByTheOwnersMethodForUpdates() {
        Answer answer = patch("1", """
                [{"op":"test","path":"/status","value":"booked"},
                 {"op":"replace","path":"/status","value":"arrived"},
                 {"op":"move","from":"/description","path":"/patientInstruction"},
                 {"op":"remove","path":"/comment"},
                 {"op":"add","path":"/participant/-","value":
                   {"actor":{"reference":"Location/l1"},"status":"accepted"}}]
                """);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).contains("W/\"2\"");
        assertThat(APPOINTMENTS.called).containsExactly("update");
        assertThat(APPOINTMENTS.given).containsExactly("1");
        assertThat(APPOINTMENTS.now(Contracts.R4, "a1"))
                .contains("\"status\":\"arrived\"", "\"patientInstruction\":\"stored\"", "Patient/p1", "Location/l1")
                .doesNotContain("comment", "description");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        1 | [{"op":"replace","path":"/status","value":"proposed"}]                  | 422 | status.transition
        1 | [{"op":"remove","path":"/status"}]                                      | 422 | base.required
        1 | [{"op":"remove","path":"/participant"}]                                 | 422 | base.required
        1 | [{"op":"replace","path":"/end","value":"2026-03-09T08:00:00+01:00"}]    | 422 | base.invariant
        7 | [{"op":"replace","path":"/status","value":"arrived"}]                   | 412 | version.stale
        1 | [{"op":"test","path":"/status","value":"arrived"}]                      | 400 | patch.malformed
        1 | [{"op":"replace","path":"/nothing","value":"x"}]                        | 400 | patch.malformed
        1 | [{"op":"add","path":"/nothing","value":"x"}]                            | 400 | patch.malformed
        1 | [{"op":"add","path":"/participant/7","value":{}}]                       | 400 | patch.malformed
        1 | [{"op":"add","path":"/status/x","value":"x"}]                           | 400 | patch.malformed
        1 | [{"op":"replace","path":"/status","value":"asleep"}]                    | 400 | patch.malformed
        1 | [{"op":"replace","path":"/start","value":{"a":1}}]                      | 400 | patch.malformed
        1 | [{"op":"move","from":"/participant","path":"/participant/0/actor"}]     | 400 | patch.malformed
        1 | [{"op":"copy","from":"/nothing","path":"/comment"}]                     | 400 | patch.malformed
        1 | [{"op":"remove","path":"/participant/-"}]                               | 400 | patch.malformed
        1 | [{"op":"replace","path":"/id","value":"a2"}]                            | 422 | patch.forbidden
        """)
    void isRefusedBeforeTheOwnersMethod(String version, String patch, int status, String rule) {
        Answer answer = patch(version, patch);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    @Test
    void tellsAStrangerNothingOfWhatIsStored() {
        String test = "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"%s\"}]";
        List<Answer> answers = List.of("booked", "arrived").stream()
                .map(status -> server.anonymous("PATCH", "/Appointment/a1")
                        .token(claims -> {
                            claims.remove("realm_access");
                            claims.put("scope", "patient/Appointment.cruds");
                            claims.put("patient", "p2");
                        })
                        .ifMatch("1")
                        .patch(test.formatted(status))
                        .send())
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(404);
        assertThat(answers.get(0).body()).isEqualTo(answers.get(1).body());
        assertNothingChanged();
    }

    @Test
    void isOfNothingWhereNothingIsStored() {
        Answer answer = server.clerk("PATCH", "/Appointment/zz")
                .ifMatch("1")
                .patch("[{\"op\":\"remove\",\"path\":\"/comment\"}]")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertNothingChanged();
    }

    @Test
    void isReadAsJsonPatchAlone() {
        Answer answer = server.clerk("PATCH", "/Appointment/a1")
                .ifMatch("1")
                .json("{\"resourceType\":\"Parameters\"}")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertNothingChanged();
    }

    @Test
    void doesWhatTheContractListsAndNothingElse() {
        GuardedServer.Call call = listed.as(List.of("patch"), "PATCH", "/Appointment/a1");
        Answer done = call.ifMatch("1").patch("""
                [{"op":"replace","path":"/patient-status","value":"tentative"},
                 {"op":"replace","path":"/status","value":"arrived"}]
                """).send();
        Answer refused = listed.as(List.of("patch"), "PATCH", "/Appointment/a1")
                .ifMatch("2")
                .patch("[{\"op\":\"replace\",\"path\":\"/description\",\"value\":\"x\"}]")
                .send();

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(LISTED.now(Contracts.R4, "a1")).contains("\"status\":\"arrived\"", "\"status\":\"tentative\"");
        assertThat(refused.rule()).isEqualTo("patch.not-listed");
        assertThat(LISTED.called).containsExactly("update");
    }
}
