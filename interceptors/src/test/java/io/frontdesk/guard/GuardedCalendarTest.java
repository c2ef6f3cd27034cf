package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars of a plain server, under a contract in R4 that hides what a caller may not see. */
class GuardedCalendarTest {

    private static final String CALENDAR = """

        calendar:
          operation: $toCalendar
          accept: true
          summary: [description]
          description: [comment]
        """;

    @TempDir
    static Path folder;

    private static GuardedServer server;

    @BeforeAll
    static void start() throws IOException {
        try (InputStream core = SourceFolder.builtIn("core").open("contract.yaml")) {
            String yaml = new String(core.readAllBytes(), StandardCharsets.UTF_8);
            server = GuardedServer.of(Contracts.of(yaml + CALENDAR, folder), "Appointment", "Patient");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored("""
            {"resourceType":"Appointment","id":"a1","status":"booked","description":"Eye check",
             "start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:20:00+01:00",
             "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"}]}
            """);
    }

    private static GuardedServer.Call clerk(String method, String path) {
        return server.as(List.of("Appointment.*", "Patient.*", "Appointment$toCalendar"), method, path);
    }

    private static GuardedServer.Call patient(String id, String path) {
        return server.anonymous("GET", path).token(claims -> {
            claims.remove("realm_access");
            claims.putAll(Map.of("scope", "patient/Appointment.rs", "patient", id));
        });
    }

    private static void isCalendar(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).isEqualToIgnoringCase("text/calendar;charset=utf-8");
        assertThat(answer.header("ETag")).contains("W/\"1\"");
        assertThat(answer.body()).contains("SUMMARY:Eye check", "DTSTART:20260309T080000Z", "STATUS:CONFIRMED");
    }

    @Test
    void answersTheOperationAndTheReadAlike() {
        Answer exported = clerk("GET", "/Appointment/a1/$toCalendar").send();
        Answer posted = clerk("POST", "/Appointment/a1/$toCalendar")
                .json("{\"resourceType\":\"Parameters\"}")
                .send();
        Answer read = clerk("GET", "/Appointment/a1")
                .header("Accept", "text/calendar")
                .send();

        isCalendar(exported);
        assertThat(posted.body()).isEqualTo(exported.body());
        assertThat(read.body()).isEqualTo(exported.body());
        isCalendar(read);
    }

    @Test
    void answersABinaryInFhir() {
        Answer binary = clerk("GET", "/Appointment/a1/$toCalendar")
                .header("Accept", "application/fhir+json")
                .send();

        assertThat(binary.status()).isEqualTo(200);
        assertThat(binary.json().path("resourceType").asText()).isEqualTo("Binary");
        assertThat(binary.json().path("contentType").asText()).isEqualTo("text/calendar");
        assertThat(new String(
                        Base64.getDecoder().decode(binary.json().path("data").asText()), StandardCharsets.UTF_8))
                .contains("SUMMARY:Eye check");
    }

    @Test
    void answersOnlyTheHeadersToAHead() {
        Answer head = clerk("HEAD", "/Appointment/a1")
                .header("Accept", "text/calendar")
                .send();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Type").orElseThrow()).startsWith("text/calendar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Appointment/a1", "/Appointment/a1/$toCalendar", "/Appointment/a1/_history/1"})
    void hidesWhatIsHiddenAsIfItWereNotThere(String path) {
        Answer hidden = patient("p2", path).header("Accept", "text/calendar").send();
        Answer unknown = patient("p2", path.replace("a1", "zz"))
                .header("Accept", "text/calendar")
                .send();

        assertThat(hidden.status()).isEqualTo(unknown.status()).isIn(403, 404);
        assertThat(hidden.body().replace("a1", "zz")).isEqualTo(unknown.body());
        assertThat(hidden.body()).doesNotContain("VEVENT");
    }

    @Test
    void showsPatientsTheirOwnByAcceptAndAsksForARightToTheOperation() {
        isCalendar(patient("p1", "/Appointment/a1")
                .header("Accept", "text/calendar")
                .send());
        assertThat(patient("p1", "/Appointment/a1/$toCalendar").send().rule()).isEqualTo("access.right");
        assertThat(server.as(List.of("Appointment.*"), "GET", "/Appointment/a1/$toCalendar")
                        .send()
                        .rule())
                .isEqualTo("access.right");
    }

    @Test
    void tellsWhatIsDeletedAsReadsDo() {
        assertThat(clerk("DELETE", "/Appointment/a1").ifMatch("1").send().status())
                .isLessThan(300);

        for (String path : List.of("/Appointment/a1", "/Appointment/a1/$toCalendar")) {
            assertThat(clerk("GET", path)
                            .header("Accept", "text/calendar")
                            .send()
                            .rule())
                    .isEqualTo("request.gone");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Appointment/a1/$toCalendar?colour=red",
        "GET, /Appointment/a1/$tocalendar",
        "GET, /Appointment/$toCalendar",
        "GET, /Patient/p1/$toCalendar",
        "GET, /$toCalendar",
        "PUT, /Appointment/a1/$toCalendar",
        "DELETE, /Appointment/a1/$toCalendar",
        "PATCH, /Appointment/a1/$toCalendar",
        "GET, /Appointment/a1/_history/1/$toCalendar",
    })
    void refusesOtherFormsOfTheOperation(String method, String path) {
        Answer answer = clerk(method, path).send();

        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(server.versions("Appointment")).isEqualTo(1);
    }

    @Test
    void keepsSearchesAndOtherTypesInFhir() {
        for (String path : List.of("/Appointment", "/Patient/p1", "/Appointment/a1/_history", "/metadata")) {
            assertThat(clerk("GET", path)
                            .header("Accept", "text/calendar")
                            .send()
                            .rule())
                    .as(path)
                    .isEqualTo("answer.not-acceptable");
        }
    }
}
