package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.OTHER_PATIENT;
import static io.frontdesk.server.CanvasDesk.code;
import static io.frontdesk.server.CanvasDesk.said;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what under the contract {@code canvas}: SMART scopes of version 1, and tokens without any. */
@ExtendWith(SharedServer.class)
class CanvasAccessIT {

    private static TestServer server;
    private static CanvasDesk desk;
    private static String id;

    @BeforeAll
    static void open(TestServer shared) {
        server = shared;
        desk = CanvasDesk.of(shared);
        id = desk.created(visit());
    }

    private static Rest with(String scope) {
        return desk.rest().with(CanvasDesk.scoped(server, scope));
    }

    private static ObjectNode change() {
        return CanvasDesk.object("{'resourceType':'Appointment','id':'" + id + "','end':'2026-03-09T09:45:00Z'}");
    }

    @ParameterizedTest
    @CsvSource({
        "user/Appointment.read, true, false",
        "user/Appointment.write, false, true",
        "user/Appointment.*, true, true",
        "user/*.read, true, false",
        "user/*.*, true, true",
        "user/Appointment.read user/Appointment.write, true, true",
        "user/Patient.*, false, false",
        "user/Appointment.rs, false, false",
        "Appointment.read, false, false",
        "openid, false, false"
    })
    void needsAScopeForReadingAndOneForWriting(String scopes, boolean reads, boolean writes) {
        Rest caller = with(scopes);

        Answer read = caller.get("Appointment/" + id);
        Answer found = caller.get("Appointment?_id=" + id);
        Answer written = caller.put(change());
        Answer created = caller.post(visit());

        judge(read, reads, 200);
        judge(found, reads, 200);
        judge(written, writes, 200);
        judge(created, writes, 201);
    }

    private static void judge(Answer answer, boolean allowed, int status) {
        if (allowed) {
            answer.is(status);
        } else {
            answer.refused(403, "access.right");
            assertThat(said(answer)).isEqualTo("Authorization failed");
            assertThat(code(answer)).isEqualTo("forbidden");
        }
    }

    @Test
    void showsAPatientTheirOwnAppointmentsAlone() {
        Rest own = patient("bbbbbbbbbbbb4bbb8bbbbbbbbbbbbbbb", "patient/Appointment.read patient/Appointment.write");
        Rest another = patient(OTHER_PATIENT, "patient/Appointment.*");

        own.get("Appointment/" + id).is(200);
        own.put(change()).is(200);
        assertThat(said(another.get("Appointment/" + id).refused(404, "request.not-found")))
                .isEqualTo("Resource not found");
        another.put(change()).is(404);
        assertThat(another.get("Appointment?_id=" + id)
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        another.post(visit()).refused(403, "access.scope");
        desk.rest()
                .with(CanvasDesk.scoped(server, "patient/Appointment.*"))
                .get("Appointment/" + id)
                .refused(403, "access.right");
    }

    private static Rest patient(String patient, String scope) {
        return desk.rest().with(server.token(Map.of("scope", scope, "patient", patient)));
    }

    @Test
    void letsAClientWithItsOwnCredentialsDoEverythingWithoutAScope() {
        Rest client = desk.rest().with(server.token(Map.of("gty", "client-credentials")));
        Rest limited =
                desk.rest().with(server.token(Map.of("gty", "client-credentials", "scope", "user/Appointment.read")));
        Rest person = desk.rest().with(server.token(Map.of("gty", "authorization_code")));

        client.get("Appointment/" + id).is(200);
        client.put(change()).is(200);
        client.post(visit()).is(201);
        limited.get("Appointment/" + id).is(200);
        limited.put(change()).refused(403, "access.right");
        person.get("Appointment/" + id).refused(403, "access.right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Appointment.*", "Appointment.read", "Appointment.write"})
    void knowsNoRoles(String role) {
        Rest caller = desk.rest().with(server.token(role));

        caller.get("Appointment/" + id).refused(403, "access.right");
        caller.put(change()).refused(403, "access.right");
    }

    @Test
    void asksForAToken() {
        Rest nobody = desk.rest().with("");
        Rest bad = desk.rest().with("eyJhbGciOiJub25lIn0.e30.");

        Answer missing = nobody.get("Appointment/" + id).refused(401, "token.missing");
        Answer wrong = bad.put(change()).refused(401, "token.invalid");

        assertThat(said(missing)).isEqualTo("Authentication failed");
        assertThat(said(wrong)).isEqualTo("Authentication failed");
        assertThat(code(missing)).isEqualTo("unknown");
        assertThat(missing.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void tellsThoseWithoutARightNothing() {
        with("user/Appointment.read").put(change().put("id", "nobody")).refused(403, "access.right");
        with("user/Patient.read").get("Appointment/nobody").refused(403, "access.right");
    }
}
