package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appointments of the Danish endpoint as calendar events. */
@ExtendWith(SharedServer.class)
class EhealthDkCalendarIT {

    private static final String ICAL = "text/calendar";
    private static final String EXPORT = "/$exportAsiCal";

    private final Ehealth dk;
    private String patient = "";
    private ObjectNode video;

    EhealthDkCalendarIT(TestServer server) {
        dk = new Ehealth(server, "ehealth-dk");
    }

    @BeforeEach
    void storeAnAppointment() {
        patient = dk.newPatient();
        video = dk.stored(Ehealth.video(patient).put("comment", "Bring, please;\nthe letter"));
    }

    private static String unfolded(String calendar) {
        return calendar.replace("\r\n ", "");
    }

    private void isCalendar(String calendar) {
        assertThat(unfolded(calendar))
                .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
                .endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")
                .contains(
                        "\r\nUID:" + dk.base() + "/" + Ehealth.path(video) + "\r\n",
                        "\r\nDTSTART:20260302T120000Z\r\n",
                        "\r\nDTEND:20260302T122000Z\r\n",
                        "\r\nSUMMARY:Wound review\r\n",
                        "\r\nDESCRIPTION:Bring\\, please\\;\\nthe letter\r\n",
                        "\r\nLOCATION:Consulting room 2\\, Odense\r\n",
                        "\r\nURL:"
                                + Ehealth.extension(video, "ehealth-meeting-url")
                                        .path("valueUri")
                                        .asText() + "\r\n",
                        "\r\nPRIORITY:5\r\n",
                        "\r\nDTSTAMP:",
                        "\r\nLAST-MODIFIED:");
    }

    private void isRaw(Answer answer) {
        answer.is(200).showsVersion(video.at("/meta/versionId").asText());
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/calendar;charset=utf-8");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"appointment-" + video.path("id").asText() + ".ics\"");
        isCalendar(answer.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        GET  | -                                        | -
        GET  | */*                                      | -
        GET  | text/calendar                            | -
        GET  | text/calendar, application/fhir+json;q=0.5 | -
        GET  | application/fhir+json                    | text/calendar
        POST | -                                        | -
        """)
    void exportsTheCalendarAsItIs(String method, String accept, String format) {
        String path = Ehealth.path(video) + EXPORT + (format == null ? "" : "?_format=" + format);
        String[] headers = accept == null ? new String[0] : new String[] {"Accept", accept};

        isRaw(dk.nurse("").send(method, path, "", headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "application/json+fhir", "application/fhir+json, */*;q=0.1"})
    void exportsABinaryToWhoAsksForFhir(String accept) {
        for (String method : List.of("GET", "POST")) {
            Answer answer = dk.nurse("")
                    .send(
                            method,
                            Ehealth.path(video) + EXPORT,
                            method.equals("POST") ? "{\"resourceType\":\"Parameters\"}" : "",
                            "Accept",
                            accept,
                            "Content-Type",
                            "application/fhir+json")
                    .is(200);

            assertThat(answer.header("Content-Type")).contains("json");
            assertThat(answer.json().path("resourceType").asText()).isEqualTo("Binary");
            assertThat(answer.json().path("contentType").asText()).isEqualTo(ICAL);
            isCalendar(new String(
                    Base64.getDecoder().decode(answer.json().path("content").asText()), StandardCharsets.UTF_8));
        }
    }

    @Test
    void answersAReadByAccept() {
        Rest nurse = dk.nurse("");
        String path = Ehealth.path(video);

        isRaw(nurse.get(path, "Accept", ICAL));
        isRaw(nurse.get(path + "?_format=text/calendar"));
        isRaw(nurse.get(path + "/_history/1", "Accept", ICAL));
        assertThat(nurse.get(path, "Accept", "*/*")
                        .is(200)
                        .json()
                        .path("resourceType")
                        .asText())
                .isEqualTo("Appointment");
        assertThat(nurse.get(path, "Accept", "application/fhir+json, text/calendar;q=0.9")
                        .is(200)
                        .header("Content-Type"))
                .contains("json");
        assertThat(nurse.send("HEAD", path, "", "Accept", ICAL).is(200).header("Content-Type"))
                .startsWith(ICAL);
    }

    @Test
    void knowsTheVersionThatAClientHas() {
        Rest nurse = dk.nurse("");
        for (String path : List.of(Ehealth.path(video), Ehealth.path(video) + EXPORT)) {
            assertThat(nurse.get(path, "Accept", ICAL, "If-None-Match", "W/\"1\"")
                            .is(304)
                            .text())
                    .isEmpty();
            isRaw(nurse.get(path, "Accept", ICAL, "If-None-Match", "W/\"7\""));
        }
        video = (ObjectNode) nurse.put(video.put("status", "cancelled")).is(200).json();
        Answer second = nurse.get(Ehealth.path(video), "Accept", ICAL, "If-None-Match", "W/\"1\"");
        isRaw(second);
        assertThat(second.text()).contains("\r\nSEQUENCE:1\r\n", "\r\nSTATUS:CANCELLED\r\n");
    }

    @Test
    void namesPractitionersOnlyToTheirKind() {
        String path = Ehealth.path(video) + EXPORT;

        for (Map<String, ?> caller : List.of(Ehealth.practitioner("", Ehealth.TEAM, ""), Map.of("user_type", "SSL"))) {
            assertThat(unfolded(dk.as(caller).get(path).is(200).text()))
                    .contains("CN=the nurse on duty", Ehealth.NURSE);
        }
        for (Rest caller : List.of(dk.patient(patient), dk.system())) {
            for (Answer answer : List.of(caller.get(path), caller.get(Ehealth.path(video), "Accept", ICAL))) {
                isRaw(answer);
                assertThat(unfolded(answer.text()))
                        .doesNotContain("nurse", "Practitioner")
                        .contains(dk.base() + "/Patient/" + patient);
            }
        }
    }

    @Test
    void hidesWhatReadsHide() {
        Rest stranger = dk.patient(dk.newPatient());
        Rest otherTeam = dk.as(Ehealth.practitioner("", Ehealth.ELSEWHERE + "CareTeam/1", ""));

        stranger.get(Ehealth.path(video) + EXPORT).refused(403, "access.user");
        stranger.get(Ehealth.path(video), "Accept", ICAL).refused(403, "access.user");
        otherTeam.get(Ehealth.path(video) + EXPORT).refused(403, "access.context");
        otherTeam
                .get(Ehealth.path(video), "Accept", ICAL, "If-None-Match", "W/\"1\"")
                .refused(403, "access.context");
        new Rest(dk.base(), "").get(Ehealth.path(video) + EXPORT).refused(401, "token.missing");
        dk.nurse("").get("Appointment/unknown" + EXPORT).refused(404, "request.not-found");
        dk.nurse("").get("Appointment/unknown", "Accept", ICAL).refused(404, "request.not-found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Appointment.read Appointment$exportAsiCal | 200
        Appointment.* $exportAsiCal               | 200
        Appointment.*                             | 403
        Appointment.read                          | 403
        Patient$exportAsiCal Appointment.read     | 403
        $exportAsiCal                             | 403
        """)
    void asksForTheRightToExportAndToRead(String roles, int status) {
        Rest caller = dk.system(roles.split(" "));

        Answer answer = caller.get(Ehealth.path(video) + EXPORT);

        if (status == 200) {
            isRaw(answer);
        } else {
            answer.refused(403, "access.right");
        }
    }

    @Test
    void saysWhatAnEventLacks() {
        ObjectNode proposed = Ehealth.plain(patient).put("status", "proposed");
        proposed.remove(List.of("start", "end"));
        ObjectNode stored = dk.stored(proposed);

        dk.nurse("")
                .get(Ehealth.path(stored) + EXPORT)
                .refused(422, "calendar.no-time")
                .names("Appointment.start");
        dk.nurse("")
                .get(Ehealth.path(stored), "Accept", ICAL)
                .refused(422, "calendar.no-time")
                .names("Appointment.start");
        dk.nurse("").get(Ehealth.path(stored)).is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Appointment",
        "GET, Appointment?_format=text/calendar",
        "GET, Patient/{patient}",
        "GET, metadata",
        "POST, Appointment/_search",
    })
    void answersNothingElseAsACalendar(String method, String path) {
        dk.system()
                .send(
                        method,
                        path.replace("{patient}", patient),
                        "",
                        "Accept",
                        ICAL,
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .refused(406, "answer.not-acceptable");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Appointment/$exportAsiCal, 405",
        "GET, $exportAsiCal, 405",
        "GET, Patient/{patient}/$exportAsiCal, 405",
        "PUT, {video}/$exportAsiCal, 405",
        "DELETE, {video}/$exportAsiCal, 405",
        "GET, {video}/$exportasical, 405",
        "GET, {video}/_history/1/$exportAsiCal, 405",
    })
    void offersTheExportOfOneAppointmentOnly(String method, String path, int status) {
        dk.system()
                .send(
                        method,
                        path.replace("{patient}", patient).replace("{video}", Ehealth.path(video)),
                        method.equals("PUT") ? video.toString() : "",
                        "Content-Type",
                        "application/fhir+json")
                .refused(status, "update.not-offered");
        assertThat(dk.nurse("").get(Ehealth.path(video)).is(200).json()).isEqualTo(video);
    }
}
