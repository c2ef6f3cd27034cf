package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract that knows scopes alone, on plain servers of both FHIR versions. */
class GuardedScopesTest {

    private static final String CONTRACT = """
        contract: scoped
        title: Scopes alone
        fhirVersion: %s
        era: 2024-02-29
        access:
          scopes: {claims: [scope], versions: [v2], patientClaim: patient}
        version: {ifMatch: optional}
        status:
          initial: [booked]
          transitions: {booked: [arrived], arrived: []}
        update:
          mode: replace
          bodyId: must-match
          references: any
          interactions:
          - {types: [Appointment], offer: [create, read, vread, search-type, update, patch], unknownId: create}
        extensions: {order: as-sent}
        """;

    private static final Map<FhirVersion, GuardedServer> SERVERS = new EnumMap<>(FhirVersion.class);

    private enum FhirVersion {
        R4,
        DSTU3
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        for (FhirVersion version : FhirVersion.values()) {
            var contract = Contracts.of(CONTRACT.formatted(version), folder);
            SERVERS.put(version, GuardedServer.of(contract, "Appointment"));
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(GuardedServer::close);
    }

    @BeforeEach
    void store() {
        for (GuardedServer server : SERVERS.values()) {
            server.clear();
            server.stored(appointment("mine", "booked", "p1"));
            server.stored(appointment("others", "booked", "p2"));
        }
    }

    private static String appointment(String id, String status, String patient) {
        return """
            {"resourceType":"Appointment","id":"%s","status":"%s",
             "start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:20:00+01:00",
             "participant":[{"actor":{"reference":"Patient/%s"},"status":"accepted"}]}
            """.formatted(id, status, patient);
    }

    private static GuardedServer.Call call(FhirVersion version, String scope, String method, String path) {
        return SERVERS.get(version).anonymous(method, "/Appointment" + path).token(claims -> {
            claims.put("scope", scope);
            claims.put("patient", "Patient/p1");
        });
    }

    private static List<String> found(FhirVersion version, String scope) {
        Answer answer = call(version, scope, "GET", "").send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json()
                .path("entry")
                .forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }

    private static void refused(Answer answer, String rule, String scope) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.header("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    /** Told as an unknown id is. */
    private static void hidden(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(answer.rule()).isEqualTo("request.not-found");
    }

    private static void assertNothingChanged(FhirVersion version) {
        GuardedServer server = SERVERS.get(version);
        assertThat(server.versions("Appointment")).isEqualTo(2);
        assertThat(server.now("Appointment/mine")).contains("\"status\":\"booked\"", "Patient/p1");
        assertThat(server.now("Appointment/others")).contains("\"status\":\"booked\"", "Patient/p2");
    }

    @ParameterizedTest
    @EnumSource
    void showsAPatientTheirOwn(FhirVersion version) {
        String scope = "openid patient/Appointment.rs";

        assertThat(call(version, scope, "GET", "/mine").send().status()).isEqualTo(200);
        assertThat(call(version, scope, "GET", "/mine/_history/1").send().status())
                .isEqualTo(200);
        hidden(call(version, scope, "GET", "/others").send());
        hidden(call(version, scope, "GET", "/others/_history/1").send());
        assertThat(found(version, scope)).containsExactly("mine");
        assertThat(found(version, "user/Appointment.s")).containsExactlyInAnyOrder("mine", "others");
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatARestrictionMatches(FhirVersion version) {
        SERVERS.get(version).stored(appointment("here", "arrived", "p2"));

        assertThat(found(version, "user/Appointment.s?status=arrived")).containsExactly("here");
        assertThat(found(version, "user/Appointment.s?status=booked&actor=Patient/p1"))
                .containsExactly("mine");
        assertThat(found(version, "user/Appointment.s?status=arrived patient/Appointment.s"))
                .containsExactlyInAnyOrder("mine", "here");
        assertThat(call(version, "user/Appointment.r?patient=p2", "GET", "/others")
                        .send()
                        .status())
                .isEqualTo(200);
        hidden(call(version, "user/Appointment.r?patient=p2", "GET", "/mine").send());
    }

    @ParameterizedTest
    @EnumSource
    void letsAPatientChangeTheirOwn(FhirVersion version) {
        String scope = "patient/Appointment.cu";

        assertThat(call(version, scope, "PUT", "/mine")
                        .json(appointment("mine", "arrived", "p1"))
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(call(version, scope, "POST", "")
                        .json(appointment("", "booked", "p1").replace("\"id\":\"\",", ""))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(call(version, scope, "PUT", "/new")
                        .json(appointment("new", "booked", "p1"))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(SERVERS.get(version).now("Appointment/mine")).contains("\"status\":\"arrived\"");
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyGainOrShedAccess(FhirVersion version) {
        String scope = "patient/Appointment.cu";
        String takeOver = "[{\"op\":\"replace\",\"path\":\"/participant\",\"value\":"
                + "[{\"actor\":{\"reference\":\"Patient/%s\"},\"status\":\"accepted\"}]}]";

        hidden(call(version, scope, "PUT", "/others")
                .json(appointment("others", "booked", "p1"))
                .send());
        hidden(call(version, scope, "PATCH", "/others")
                .patch(takeOver.formatted("p1"))
                .send());
        for (Answer answer : List.of(
                call(version, scope, "PUT", "/mine")
                        .json(appointment("mine", "booked", "p2"))
                        .send(),
                call(version, scope, "PATCH", "/mine")
                        .patch(takeOver.formatted("p2"))
                        .send())) {
            refused(answer, "access.scope", "user/Appointment.u");
        }
        refused(
                call(version, scope, "POST", "")
                        .json(appointment("", "booked", "p2").replace("\"id\":\"\",", ""))
                        .send(),
                "access.scope",
                "user/Appointment.c");
        assertNothingChanged(version);
    }

    @ParameterizedTest
    @EnumSource
    void holdsBothStatesToARestriction(FhirVersion version) {
        String arrive = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]";

        refused(
                call(version, "user/Appointment.u?status=booked", "PATCH", "/mine")
                        .patch(arrive)
                        .send(),
                "access.scope",
                "user/Appointment.u");
        hidden(call(version, "user/Appointment.u?status=arrived", "PATCH", "/mine")
                .patch(arrive)
                .send());
        assertNothingChanged(version);
        assertThat(call(version, "user/Appointment.u?status=booked,arrived", "PATCH", "/mine")
                        .patch(arrive)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void createsByAPutOnlyWithBothLetters(FhirVersion version) {
        refused(
                call(version, "user/Appointment.u", "PUT", "/new")
                        .json(appointment("new", "booked", "p1"))
                        .send(),
                "access.scope",
                "user/Appointment.cu");
        refused(
                call(version, "user/Appointment.c", "PUT", "/new")
                        .json(appointment("new", "booked", "p1"))
                        .send(),
                "access.right",
                "user/Appointment.u");
        assertNothingChanged(version);
        assertThat(call(version, "user/Appointment.cu", "PUT", "/new")
                        .json(appointment("new", "booked", "p1"))
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Appointment.*",
                "user/Appointment.read",
                "user/Appointment.write",
                "user/*.cruds",
                "user/Appointment.cruds?state=booked",
                "user/Appointment.sr",
                "user/Patient.cruds",
            })
    void grantsNothingByAScopeThatTheContractDoesNotKnow(String scope) {
        for (FhirVersion version : FhirVersion.values()) {
            refused(call(version, scope, "GET", "/mine").send(), "access.right", "user/Appointment.r");
            refused(call(version, scope, "GET", "").send(), "access.right", "user/Appointment.s");
            refused(call(version, scope, "POST", "").json("{").send(), "access.right", "user/Appointment.c");
            refused(call(version, scope, "PUT", "/mine").json("{").send(), "access.right", "user/Appointment.u");
            refused(call(version, scope, "PATCH", "/mine").patch("[").send(), "access.right", "user/Appointment.u");
            assertNothingChanged(version);
        }
    }
}
