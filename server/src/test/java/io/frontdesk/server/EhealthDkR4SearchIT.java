package io.frontdesk.server;

import static io.frontdesk.server.DanishDesk.ORGANIZATIONS;
import static io.frontdesk.server.DanishDesk.PATIENT;
import static io.frontdesk.server.DanishDesk.TEAM;
import static io.frontdesk.server.DanishDesk.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be searched on the Danish R4 endpoint, and how its appointments become calendar events. */
@ExtendWith(SharedServer.class)
class EhealthDkR4SearchIT {

    private static final String OTHER_PATIENT = "https://patient.example.org/fhir/Patient/702";

    private final DanishDesk desk;
    private final Rest practitioner;

    EhealthDkR4SearchIT(TestServer server) {
        this.desk = new DanishDesk(server);
        this.practitioner = desk.practitioner();
    }

    private static String diagnostics(Answer answer) {
        return answer.issue().path("diagnostics").asText();
    }

    @ParameterizedTest
    @CsvSource({
        "responsible, CareTeam/501, true",
        "responsible, CareTeam/999, false",
        "careteamParticipant, CareTeam/501, true",
        "careteamParticipant, CareTeam/999, false"
    })
    void findsByWhoIsResponsibleAndByTheTeamsThatTakePart(String parameter, String team, boolean found) {
        String id = practitioner.post(DanishDesk.plain()).is(201).id();

        JsonNode bundle = practitioner
                .get("Appointment?_id=" + id + "&" + parameter + "=" + ORGANIZATIONS + team)
                .is(200)
                .json();

        assertThat(bundle.path("entry").size()).isEqualTo(found ? 1 : 0);
    }

    @Test
    void findsNobodyOutsideOfTheContext() {
        Rest within = desk.caller("PRACTITIONER", ORGANIZATIONS + "Practitioner/601", TEAM, PATIENT);

        within.get("Appointment?patient=" + PATIENT).is(200);
        assertThat(diagnostics(
                        within.get("Appointment?patient=" + OTHER_PATIENT).refused(403, "search.context")))
                .isEqualTo("Search parameters not matching security token context: Patient");
    }

    @Test
    void makesPatientsSayWhomTheySearchFor() {
        Rest patient = desk.caller("PATIENT", PATIENT, "", "");

        patient.get("Appointment?patient=" + PATIENT).is(200);
        assertThat(diagnostics(patient.get("Appointment?status=booked").refused(403, "search.mandatory")))
                .startsWith(
                        "Search parameters mandatory with current user type and combination of search parameters: ");
    }

    @Test
    void keepsPersonalIdsOutOfAddresses() {
        assertThat(diagnostics(practitioner
                        .get("Appointment?patient.identifier=urn:oid:1.2.208.176.1.2%7C0101010000")
                        .refused(403, "search.post-only")))
                .isEqualTo("Search on patient.identifier only supports POST style.");
    }

    @Test
    void listsWhatItOffers() {
        JsonNode appointment = null;
        for (JsonNode resource :
                practitioner.with("").get("metadata").is(200).json().at("/rest/0/resource")) {
            appointment = resource.path("type").asText().equals("Appointment") ? resource : appointment;
        }
        assertThat(appointment).isNotNull();
        List<String> parameters = new ArrayList<>();
        appointment
                .path("searchParam")
                .forEach(one -> parameters.add(one.path("name").asText()));

        assertThat(parameters).contains("responsible", "careteamParticipant", "specialty", "supporting-info");
        practitioner.get("Appointment?_content=x").refused(400, "search.parameter");
        for (String parameter : parameters) {
            if (!parameter.startsWith("_")) {
                practitioner
                        .get("Appointment?" + parameter + ":missing=true&_count=1")
                        .is(200);
            }
        }
    }

    @Test
    void exportsAnAppointmentAsACalendar() {
        String id = practitioner.post(DanishDesk.video()).is(201).id();

        Answer exported = practitioner
                .with(exporter(TEAM))
                .get("Appointment/" + id + "/$exportAsiCal", "Accept", "text/calendar")
                .is(200);
        Answer read =
                practitioner.get("Appointment/" + id, "Accept", "text/calendar").is(200);

        assertThat(exported.header("Content-Type")).startsWith("text/calendar");
        assertThat(exported.text()).startsWith("BEGIN:VCALENDAR").contains("SUMMARY:", "STATUS:CONFIRMED");
        assertThat(read.text()).isEqualTo(exported.text());
        practitioner.get("Appointment/" + id + "/$exportAsiCal").refused(403, "access.right");
    }

    private String exporter(String team) {
        return desk.token(claims("PRACTITIONER", "", team, ""), "Appointment.*", "Appointment$exportAsiCal");
    }

    @Test
    void readsJsonPatchesAlone() {
        String id = practitioner.post(DanishDesk.plain()).is(201).id();
        String patch = "{\"resourceType\":\"Parameters\",\"parameter\":[]}";

        Answer answer = practitioner
                .send("PATCH", "Appointment/" + id, patch, "Content-Type", "application/fhir+json")
                .refused(415, "body.media-type");

        assertThat(answer.header("Accept-Patch")).isEqualTo("application/json-patch+json");
        assertThat(practitioner.with("").get("metadata").json().path("patchFormat"))
                .hasSize(1);
    }
}
