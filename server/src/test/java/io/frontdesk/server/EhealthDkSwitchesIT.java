package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the published rules leave open is a key of the Danish contract: the same contract with each key the other way. */
class EhealthDkSwitchesIT {

    private static final String MADE = """
            make:
              profile: http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-videoappointment
              type: string
              value: "{pin}"
            """.indent(6);

    private static TestServer server;

    private final Ehealth dk = new Ehealth(server, "switched");
    private final String patient = dk.newPatient();

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed("ehealth-dk", "switched", EhealthDkSwitchesIT::switched)
                .toString());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String switched(String contract) {
        return swap(swap(contract, "ifMatch: optional", "ifMatch: required"), "mode: \"off\"", "mode: enforce")
                .replaceAll("(name: Patient, .*)mandatory: false", "$1mandatory: true")
                .replace(
                        "interactions: [read, vread, search-type, operation]\n          anyOf:",
                        "interactions: [read, vread, search-type, create, update, patch]\n          anyOf:")
                .replace("cancelled: []", "cancelled: [proposed]")
                .replaceAll("(?m)^  Patient:\\R    postOnly: .*\\R|^    postOnly: .*\\R", "")
                .replaceAll("(?m)^    mandatory:\\R.*\\R", "")
                .replaceAll("(?m)^    - extension: .*/ehealth-pin-code\\R( {6,}.*\\R)+", "")
                .replaceAll("(?m)^(    - extension: .*/ehealth-(?:guest|host)-pin-code\\R)", "$1" + MADE)
                .replaceAll("(?m)^  accept: true\\R", "");
    }

    private static String swap(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private Rest nurse() {
        return dk.nurse("Patient/" + patient);
    }

    @Test
    void demandsAVersion() {
        ObjectNode stored = dk.stored(Ehealth.plain(patient));

        nurse().put(stored).refused(412, "version.missing");
        nurse().put(stored, "If-Match", "\"1\"").is(200);
    }

    @Test
    void keepsWhatParticipantsAnswered() {
        ObjectNode stored = dk.stored(Ehealth.plain(patient));
        ObjectNode changed = stored.deepCopy();
        ((ObjectNode) changed.at("/participant/0")).put("status", "declined");

        Answer refused = nurse().put(changed, "If-Match", "\"1\"").refused(422, "field.participant-status-frozen");
        assertThat(refused.issue().path("diagnostics").asText()).isEqualTo("Participant status change not allowed");
        nurse().put(stored.deepCopy().put("comment", "later"), "If-Match", "\"1\"")
                .is(200);
    }

    @Test
    void demandsAPatientContext() {
        ObjectNode stored = dk.stored(Ehealth.plain(patient));

        Answer refused = dk.nurse("").get(Ehealth.path(stored)).refused(403, "access.context-missing");
        assertThat(refused.issue().path("diagnostics").asText())
                .isEqualTo("Security token context missing for user type: PRACTITIONER");
        nurse().get(Ehealth.path(stored)).is(200);
    }

    @Test
    void letsPatientsWriteTheirOwn() {
        Rest herself = dk.as(Map.of(
                "user_type",
                "PATIENT",
                "user_id",
                "Patient/" + patient,
                "context",
                Map.of("patient_id", "Patient/" + patient)));
        Answer created = herself.post(Ehealth.plain(patient)).is(201);

        herself.put(((ObjectNode) created.json()).put("comment", "mine"), "If-Match", "\"1\"")
                .is(200);
        herself.post(Ehealth.plain(dk.newPatient())).refused(403, "access.user");
    }

    @Test
    void reopensWhatIsCancelled() {
        ObjectNode stored = dk.stored(Ehealth.plain(patient).put("status", "cancelled"));

        nurse().put(stored.put("status", "booked"), "If-Match", "\"1\"").refused(422, "status.transition");
        nurse().put(stored.put("status", "proposed"), "If-Match", "\"1\"").is(200);
    }

    @Test
    void makesTheLaterPins() {
        JsonNode video = dk.stored(Ehealth.video(patient));

        assertThat(Ehealth.extension(video, "ehealth-pin-code").isMissingNode()).isTrue();
        for (String name : new String[] {"ehealth-guest-pin-code", "ehealth-host-pin-code"}) {
            assertThat(Ehealth.extension(video, name).path("valueString").asText())
                    .matches("\\d{4}");
        }
    }

    @Test
    void searchesWithoutThePublishedDemands() {
        dk.system().get("Patient?identifier=1").is(200);
        dk.system().get("Appointment?patient.identifier=1").is(200);
        dk.as(Map.of(
                        "user_type",
                        "PATIENT",
                        "user_id",
                        "Patient/" + patient,
                        "context",
                        Map.of("patient_id", "Patient/" + patient)))
                .get("Appointment?status=booked")
                .is(200);
    }

    @Test
    void answersNoReadAsACalendar() {
        ObjectNode stored = dk.stored(Ehealth.plain(patient));

        nurse().get(Ehealth.path(stored), "Accept", "text/calendar").refused(406, "answer.not-acceptable");
        nurse().get(Ehealth.path(stored) + "/$exportAsiCal").is(200);
    }
}
