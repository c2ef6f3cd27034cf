package io.frontdesk.server;

import static io.frontdesk.server.DanishDesk.ORGANIZATIONS;
import static io.frontdesk.server.DanishDesk.PATIENT;
import static io.frontdesk.server.DanishDesk.TEAM;
import static io.frontdesk.server.DanishDesk.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Danish R4 contract with each of its switches the other way. */
class EhealthDkR4SwitchesIT {

    private static TestServer server;
    private static Rest practitioner;

    @BeforeAll
    static void start() {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("ifMatch: optional", "ifMatch: required");
        changes.put("mandatory: false", "mandatory: true");
        changes.put("mode: \"off\"", "mode: enforce");
        changes.put("      version.stale: {status: 409}\n", "");
        server = TestServer.start(
                TestContracts.changed("ehealth-dk-r4", "switched", changes).toString());
        practitioner = caller(PATIENT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Rest caller(String patient) {
        return new Rest(
                server.base("switched"),
                server.token(
                        claims("PRACTITIONER", ORGANIZATIONS + "Practitioner/601", TEAM, patient), "Appointment.*"));
    }

    private static ObjectNode stored() {
        return (ObjectNode) practitioner.post(DanishDesk.plain()).is(201).json();
    }

    @Test
    void demandsAVersionAndTellsAStaleOneAsR4Does() {
        ObjectNode stored = stored();

        practitioner.put(stored).refused(400, "version.missing");
        practitioner
                .put(stored.deepCopy().put("comment", "a"), "If-Match", "\"1\"")
                .is(200);
        practitioner
                .put(stored.deepCopy().put("comment", "b"), "If-Match", "\"1\"")
                .refused(412, "version.stale");
    }

    @Test
    void demandsAPatientContext() {
        Answer refused =
                caller("").get("Appointment/" + stored().path("id").asText()).refused(403, "access.context-missing");

        assertThat(refused.issue().path("diagnostics").asText())
                .isEqualTo("Security token context missing for context type: Patient");
    }

    @Test
    void keepsWhatParticipantsAnswered() {
        ObjectNode changed = stored();
        ((ObjectNode) changed.at("/participant/0")).put("status", "declined");

        practitioner.put(changed, "If-Match", "\"1\"").refused(422, "field.team-status-frozen");
    }
}
