package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SMART scopes as clients meet them, on the contract core and its own store. */
@ExtendWith(SharedServer.class)
class ScopesIT {

    private static final String COMMENT = "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"by patch\"}]";

    private final TestServer server;
    private final Rest clerk;

    ScopesIT(TestServer server) {
        this.server = server;
        clerk = new Rest(server.base("core"), server.token("Appointment.*", "Patient.*"));
    }

    @BeforeEach
    void storePatients() {
        clerk.put(Rest.fixture("patient.json").put("id", "anna"));
        clerk.put(Rest.fixture("patient.json").put("id", "bert"));
    }

    private Rest with(String scope) {
        return clerk.with(server.token(Map.of("scope", scope, "patient", "anna")));
    }

    private static ObjectNode appointmentOf(String patient) {
        ObjectNode appointment = Rest.fixture("core-appointment.json");
        ((ObjectNode) appointment.at("/participant/0/actor")).put("reference", "Patient/" + patient);
        return appointment;
    }

    private ObjectNode stored(String patient) {
        return (ObjectNode) clerk.post(appointmentOf(patient)).is(201).json();
    }

    private static String path(ObjectNode appointment) {
        return "Appointment/" + appointment.path("id").asText();
    }

    private void assertUnchanged(ObjectNode appointment) {
        assertThat(clerk.get(path(appointment)).is(200).showsVersion("1").json())
                .isEqualTo(appointment);
    }

    @ParameterizedTest
    @CsvSource({
        "user/Appointment.c, POST",
        "user/Appointment.r, GET VREAD",
        "user/Appointment.u, PUT PATCH",
        "user/Appointment.d, ''",
        "user/Appointment.s, SEARCH",
        "user/Appointment.read, GET VREAD SEARCH",
        "user/Appointment.write, POST PUT PATCH",
        "user/Appointment.*, POST GET VREAD SEARCH PUT PATCH",
        "patient/*.cruds, POST GET VREAD SEARCH PUT PATCH",
        "system/*.rs, GET VREAD SEARCH",
        "openid launch/patient user/Appointment.r user/Appointment.u, GET VREAD PUT PATCH",
        "user/Appointment.sr, ''",
        "user/Appointment.rx, ''",
        "user/appointment.r, ''",
        "user/Patient.cruds, ''",
        "Appointment.read, ''",
    })
    void givesEachScopeItsInteractionsAndNoOther(String scope, String allowed) {
        ObjectNode stored = stored("anna");
        String path = path(stored);
        Rest caller = with(scope);
        Set<String> through = new TreeSet<>();
        Map<String, Answer> answers = Map.of(
                "POST", caller.post(appointmentOf("anna")),
                "GET", caller.get(path),
                "VREAD", caller.get(path + "/_history/1"),
                "SEARCH", caller.get("Appointment?_id=" + stored.path("id").asText()),
                "PUT", caller.put(stored, "If-Match", "W/\"1\""),
                "PATCH",
                        caller.patch(
                                path,
                                "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"booked\"}]",
                                "If-Match",
                                "W/\"1\""));
        answers.forEach((interaction, answer) -> {
            if (answer.status() < 300) {
                through.add(interaction);
            } else {
                answer.refused(403, "access.right");
                assertThat(answer.header("WWW-Authenticate"))
                        .matches("Bearer error=\"insufficient_scope\", scope=\"(user|system)/Appointment\\.[crus]\"");
            }
        });
        assertThat(through)
                .as(scope)
                .isEqualTo(new TreeSet<>(Set.of(allowed.split(" ")))
                        .stream().filter(word -> !word.isEmpty()).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void keepsAPatientToTheirOwnCompartment() {
        ObjectNode mine = stored("anna");
        ObjectNode others = stored("bert");
        Rest anna = with("patient/*.cruds");

        anna.get(path(mine)).is(200);
        anna.get(path(others)).refused(404, "request.not-found");
        anna.get("Patient/anna").is(200);
        anna.get("Patient/bert").refused(404, "request.not-found");
        assertThat(anna.get("Appointment?_id=" + mine.path("id").asText() + ","
                                + others.path("id").asText() + "&_include=Appointment:patient")
                        .is(200)
                        .text())
                .contains(path(mine))
                .doesNotContain(path(others), "Patient/bert");

        anna.post(appointmentOf("bert")).refused(403, "access.scope");
        anna.put(others.deepCopy().put("comment", "x"), "If-Match", "W/\"1\"").refused(404, "update.unknown-id");
        anna.patch(path(others), COMMENT, "If-Match", "W/\"1\"").refused(404, "request.not-found");
        anna.patch(
                        path(mine),
                        "[{\"op\":\"replace\",\"path\":\"/participant/0/actor/reference\",\"value\":\"Patient/bert\"}]",
                        "If-Match",
                        "W/\"1\"")
                .refused(403, "access.scope");
        ObjectNode takenOver = others.deepCopy();
        takenOver.set("participant", mine.path("participant"));
        anna.put(takenOver, "If-Match", "W/\"1\"").refused(404, "update.unknown-id");
        assertUnchanged(mine);
        assertUnchanged(others);

        anna.patch(path(mine), COMMENT, "If-Match", "W/\"1\"").is(200);
        anna.put(mine.put("comment", "by anna"), "If-Match", "W/\"2\"").is(200);
    }

    /** A patient of the same id elsewhere is somebody else. */
    @Test
    void tellsPatientsOfOtherServersApart() {
        ObjectNode elsewhere =
                (ObjectNode) clerk.post(appointmentOf("bert")).is(201).json();
        ((ObjectNode) elsewhere.at("/participant/1/actor"))
                .put("reference", "https://staff.example.org/fhir/Patient/anna");
        clerk.put(elsewhere, "If-Match", "W/\"1\"").is(200);

        with("patient/Appointment.rs").get(path(elsewhere)).refused(404, "request.not-found");
    }

    @Test
    void createsAPatientOnlyWithBothLetters() {
        ObjectNode patient = Rest.fixture("patient.json").put("id", "carl");
        Map<String, ?> update = Map.of("scope", "patient/Patient.u", "patient", "carl");
        Map<String, ?> both = Map.of("scope", "patient/Patient.cu", "patient", "carl");

        clerk.with(server.token(update)).put(patient).refused(403, "access.scope");
        clerk.get("Patient/carl").is(404);
        clerk.with(server.token(both)).put(patient).is(201);
    }

    @Test
    void holdsBothStatesOfAChangeToARestriction() {
        ObjectNode stored = stored("anna");
        String arrive = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]";
        Rest booked = with("user/Appointment.rus?status=booked");

        booked.get(path(stored)).is(200);
        Answer refused =
                booked.patch(path(stored), arrive, "If-Match", "W/\"1\"").refused(403, "access.scope");
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"user/Appointment.u\"");
        assertUnchanged(stored);

        with("user/Appointment.u?status=booked,arrived")
                .patch(path(stored), arrive, "If-Match", "W/\"1\"")
                .is(200);
        booked.get(path(stored)).refused(404, "request.not-found");
        booked.patch(path(stored), COMMENT, "If-Match", "W/\"2\"").refused(404, "request.not-found");
        assertThat(booked.get("Appointment?_id=" + stored.path("id").asText())
                        .is(200)
                        .json()
                        .path("entry"))
                .isEmpty();
    }

    @Test
    void keepsAnEndpointOfRolesToRoles() {
        Answer refused = new Rest(
                        server.base("ehealth-dk"), server.token(Map.of("scope", "user/*.*", "user_type", "SYSTEM")))
                .get("Appointment")
                .refused(403, "access.right");

        assertThat(refused.header("WWW-Authenticate")).isEmpty();
    }
}
