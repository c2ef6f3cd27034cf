package io.frontdesk.server;

import static io.frontdesk.server.DanishDesk.ORGANIZATIONS;
import static io.frontdesk.server.DanishDesk.PATIENT;
import static io.frontdesk.server.DanishDesk.TEAM;
import static io.frontdesk.server.DanishDesk.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what on the Danish R4 endpoint: privileges, and the context in the token. */
@ExtendWith(SharedServer.class)
class EhealthDkR4AccessIT {

    private static final String OTHER_TEAM = ORGANIZATIONS + "CareTeam/502";
    private static final String THIRD_TEAM = ORGANIZATIONS + "CareTeam/503";
    private static final String DOCTOR = ORGANIZATIONS + "Practitioner/601";
    private static final String OTHER_PATIENT = "https://patient.example.org/fhir/Patient/702";
    private static final List<String> ACTIONS = List.of("create", "read", "vread", "search-type", "update", "patch");

    /** Which actions each privilege opens. */
    private static final Map<String, Set<String>> PRIVILEGES = Map.of(
            "create", Set.of("create"),
            "read", Set.of("read", "vread", "search-type"),
            "search", Set.of("search-type"),
            "update", Set.of("update"),
            "patch", Set.of("patch"),
            "delete", Set.of(),
            "write", Set.of("create", "update", "patch"),
            "*", Set.copyOf(ACTIONS));

    private final DanishDesk desk;
    private final Rest practitioner;

    EhealthDkR4AccessIT(TestServer server) {
        this.desk = new DanishDesk(server);
        this.practitioner = desk.practitioner();
    }

    private ObjectNode stored(ObjectNode appointment) {
        return (ObjectNode) practitioner.post(appointment).is(201).json();
    }

    private static Answer act(Rest caller, String action, ObjectNode stored) {
        String address = "Appointment/" + stored.path("id").asText();
        return switch (action) {
            case "create" -> caller.post(DanishDesk.plain());
            case "read" -> caller.get(address);
            case "vread" -> caller.get(address + "/_history/1");
            case "search-type" ->
                caller.get("Appointment?_id=" + stored.path("id").asText());
            case "update" -> caller.put(stored.deepCopy().put("comment", "changed"));
            default -> caller.patch(address, "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"patched\"}]");
        };
    }

    private static String diagnostics(Answer answer) {
        return answer.issue().path("diagnostics").asText();
    }

    private static void outside(Answer answer, String context) {
        answer.refused(403, "access.context");
        assertThat(diagnostics(answer)).isEqualTo("Resource not matching security token context: " + context);
    }

    static Stream<Arguments> privileges() {
        return PRIVILEGES.keySet().stream()
                .sorted()
                .flatMap(privilege -> ACTIONS.stream().map(action -> Arguments.of(privilege, action)));
    }

    @ParameterizedTest
    @MethodSource("privileges")
    void opensWhatThePrivilegeSays(String privilege, String action) {
        Rest caller = desk.caller(claims("PRACTITIONER", "", TEAM, ""), "Appointment." + privilege);
        ObjectNode stored = stored(DanishDesk.plain());

        Answer answer = act(caller, action, stored);

        if (PRIVILEGES.get(privilege).contains(action)) {
            answer.is(action.equals("create") ? 201 : 200);
        } else {
            answer.refused(403, "access.right");
            assertThat(diagnostics(answer)).isEqualTo("Insufficient permission for " + action + " for Appointment");
            assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
        }
    }

    @Test
    void asksForAToken() {
        Answer answer = practitioner.with("").get("Appointment");

        answer.refused(401, "token.missing");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        TEAM,  '',     '',            -
        '',    DOCTOR, '',            -
        THIRD, DOCTOR, '',            -
        THIRD, '',     '',            CareTeam
        '',    OTHER,  '',            CareTeam
        TEAM,  '',     PATIENT,       -
        TEAM,  '',     OTHER_PATIENT, Patient
        """)
    void knowsAPractitionerByCareTeamUserAndPatient(String team, String user, String patient, String outside) {
        ObjectNode appointment = DanishDesk.plain();
        appointment
                .withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", DOCTOR);
        ObjectNode stored = stored(appointment);
        Rest caller = desk.caller(
                "PRACTITIONER",
                user.equals("DOCTOR") ? DOCTOR : user.isEmpty() ? "" : ORGANIZATIONS + "Practitioner/602",
                team.equals("TEAM") ? TEAM : team.isEmpty() ? "" : THIRD_TEAM,
                patient.equals("PATIENT") ? PATIENT : patient.isEmpty() ? "" : OTHER_PATIENT);

        for (String action : List.of("read", "vread", "update", "patch")) {
            Answer answer = act(caller, action, stored);
            if (outside == null) {
                answer.is(200);
            } else {
                outside(answer, outside);
            }
        }
        assertThat(act(caller, "search-type", stored).is(200).json().path("entry"))
                .hasSize(outside == null ? 1 : 0);
        Answer create = caller.post(appointment);
        if (outside == null) {
            create.is(201);
        } else {
            outside(create, outside);
        }
    }

    @Test
    void knowsAPractitionerWhoIsResponsible() {
        ObjectNode stored = stored(DanishDesk.example("valid/ehealth-appointment-practitioner-responsible"), DOCTOR);

        act(desk.caller("PRACTITIONER", DOCTOR, "", ""), "update", stored).is(200);
        outside(act(desk.caller("PRACTITIONER", "", TEAM, ""), "update", stored), "CareTeam");
    }

    private ObjectNode stored(ObjectNode appointment, String user) {
        return (ObjectNode) desk.caller("PRACTITIONER", user, "", "")
                .post(appointment)
                .is(201)
                .json();
    }

    @Test
    void letsNobodyGainAccessByAChange() {
        ObjectNode stored = stored(DanishDesk.plain());
        ObjectNode taken = stored.deepCopy();
        ((ObjectNode) taken.at("/extension/0/valueReference")).put("reference", OTHER_TEAM);
        ((ObjectNode) taken.at("/participant/0/extension/0/valueReference")).put("reference", OTHER_TEAM);

        outside(desk.caller("PRACTITIONER", "", OTHER_TEAM, "").put(taken), "CareTeam");
        outside(practitioner.put(taken), "CareTeam");
    }

    @Test
    void asksAPractitionerForAContext() {
        Answer answer = desk.caller("PRACTITIONER", "", "", "").get("Appointment");

        answer.refused(403, "access.context-missing");
        assertThat(diagnostics(answer)).isEqualTo("Security token context missing for context type: CareTeam");
    }

    @Test
    void letsAPatientReadTheirOwnAndWriteNothing() {
        ObjectNode stored = stored(DanishDesk.plain());
        Rest patient = desk.caller("PATIENT", PATIENT, "", "");
        Rest another = desk.caller("PATIENT", OTHER_PATIENT, "", "");

        act(patient, "read", stored).is(200);
        assertThat(diagnostics(act(another, "read", stored).refused(403, "access.user")))
                .isEqualTo("Resource not allowed for user: PATIENT");
        assertThat(diagnostics(act(desk.caller("PATIENT", PATIENT, "", OTHER_PATIENT), "read", stored)
                        .refused(403, "access.context-not-allowed")))
                .isEqualTo("Security token context not allowed: Patient");
        for (String action : List.of("create", "update", "patch")) {
            Answer answer = act(patient, action, stored);
            answer.refused(403, "access.user-type");
            assertThat(diagnostics(answer)).isEqualTo("Operation not allowed for user type: PATIENT");
        }
    }

    @Test
    void asksASystemForNoContextAndOtherKindsForEverything() {
        ObjectNode stored = stored(DanishDesk.plain());

        for (String action : ACTIONS) {
            act(desk.system(), action, stored).is(action.equals("create") ? 201 : 200);
            act(desk.caller("CLERK", "", TEAM, ""), action, stored).refused(403, "access.user-type");
        }
        for (String action : List.of("create", "update", "patch")) {
            act(desk.caller("SSL", "", "", ""), action, stored).refused(403, "access.user-type");
        }
    }

    @Test
    void readsToASystemThatProvesItselfByItsCertificate() {
        ObjectNode stored = stored(DanishDesk.plain());

        for (String action : List.of("read", "vread", "search-type")) {
            act(desk.caller("SSL", "", "", ""), action, stored).is(200);
        }
    }

    /** A group appointment that team 501 created, team 502 is responsible for, and team 503 takes part in. */
    private ObjectNode group() {
        ObjectNode group = DanishDesk.group();
        ((ObjectNode) group.at("/extension/0/valueReference")).put("reference", OTHER_TEAM);
        for (String team : List.of(OTHER_TEAM, THIRD_TEAM)) {
            ObjectNode participant = group.at("/participant/0").deepCopy();
            ((ObjectNode) participant.at("/extension/0/valueReference")).put("reference", team);
            group.withArray("participant").add(participant);
        }
        ((ObjectNode) group.at("/participant/0/extension/0/valueReference")).put("reference", OTHER_TEAM);
        return stored(group);
    }

    @ParameterizedTest
    @CsvSource({"501, true, true", "502, true, true", "503, true, false", "504, false, false"})
    void letsTheResponsibleAndTheCreatorChangeAGroupAppointment(String team, boolean reads, boolean changes) {
        ObjectNode group = group();
        Rest caller = desk.caller("PRACTITIONER", "", ORGANIZATIONS + "CareTeam/" + team, OTHER_PATIENT);

        for (String action : List.of("read", "update", "patch")) {
            Answer answer = act(caller, action, group);
            if (action.equals("read") ? reads : changes) {
                answer.is(200);
            } else {
                outside(answer, "CareTeam");
            }
        }
    }

    @Test
    void asksForNoPatientContextOfGroups() {
        ObjectNode group = group();
        Rest caller = desk.caller("PRACTITIONER", "", TEAM, "https://patient.example.org/fhir/Patient/799");

        JsonNode changed = act(caller, "update", group).is(200).json();

        assertThat(changed.path("comment").asText()).isEqualTo("changed");
    }
}
