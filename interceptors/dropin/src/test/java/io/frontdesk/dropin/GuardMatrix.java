package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.dropin.HostClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold in whatever host the jar was dropped into. */
abstract class GuardMatrix {

    static final List<String> CLERK = List.of("Appointment.*");
    static final AtomicInteger HOURS = new AtomicInteger();
    private static final int CLIENTS = 16;

    abstract HostClient client();

    Answer clerk(String method, String path, String body, String... headers) {
        return client().as(CLERK, method, path, body, headers);
    }

    Answer anybody(String method, String path, String body, String... headers) {
        return client().anonymous(method, path, body, headers);
    }

    /** Returns an appointment at a time of its own. */
    static String appointment(String more, String status) {
        return appointment(more, status, HOURS.incrementAndGet());
    }

    static String appointment(String more, String status, int hour) {
        String day = "2031-%02d-%02d".formatted(1 + hour / 500 % 12, 1 + hour / 20 % 25);
        String time = "T%02d:00:00Z".formatted(1 + hour % 20);
        return """
            {"resourceType":"Appointment",%s"status":"%s","start":"%s","end":"%s",
             "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"},
                            {"actor":{"reference":"Practitioner/d1"},"status":"accepted"}]}
            """.formatted(more, status, day + time, day + time.replace(":00:00Z", ":30:00Z"));
    }

    void people() {
        for (String person : List.of("Patient/p1", "Practitioner/d1")) {
            String[] parts = person.split("/");
            Answer stored = anybody(
                    "PUT", "/" + person, "{\"resourceType\":\"%s\",\"id\":\"%s\"}".formatted(parts[0], parts[1]));
            assertThat(stored.status()).as(stored.body()).isIn(200, 201);
        }
    }

    String booked() {
        people();
        Answer created = clerk("POST", "/Appointment", appointment("", "booked"));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.id();
    }

    String status(String id) {
        return clerk("GET", "/Appointment/" + id, "").json().path("status").asText();
    }

    @Test
    void appointmentsAreForThoseWhoMay() {
        people();
        assertThat(anybody("POST", "/Appointment", appointment("", "booked")).status())
                .isEqualTo(401);
        assertThat(anybody("GET", "/Appointment", "").status()).isEqualTo(401);
        assertThat(client().as(List.of("Appointment.read"), "POST", "/Appointment", appointment("", "booked"))
                        .rule())
                .isEqualTo("access.right");
        assertThat(clerk("POST", "/Appointment", appointment("", "booked")).status())
                .isEqualTo(201);
    }

    @Test
    void nobodyOverwritesWhatTheyHaveNotSeen() {
        String id = booked();
        String arrived = appointment("\"id\":\"" + id + "\",", "arrived");

        assertThat(clerk("PUT", "/Appointment/" + id, arrived).status()).isEqualTo(428);
        assertThat(clerk("PUT", "/Appointment/" + id, arrived, "If-Match", "W/\"7\"")
                        .rule())
                .isEqualTo("version.stale");
        assertThat(clerk("PUT", "/Appointment/" + id, arrived, "If-Match", "*").status())
                .isLessThan(500);
        assertThat(status(id)).isEqualTo("booked");
        Answer changed = clerk("PUT", "/Appointment/" + id, arrived, "If-Match", "W/\"1\"");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.whole().headers().firstValue("ETag")).contains("W/\"2\"");
    }

    @ParameterizedTest
    @CsvSource({"PUT, pending", "PATCH, pending", "PUT, unheard-of", "PATCH, unheard-of"})
    void noStatusFollowsThatMayNot(String method, String wanted) {
        String id = booked();
        String[] arrived = {"If-Match", "W/\"1\""};
        assertThat(clerk("PUT", "/Appointment/" + id, appointment("\"id\":\"" + id + "\",", "arrived"), arrived)
                        .status())
                .isEqualTo(200);

        Answer refused = method.equals("PUT")
                ? clerk(
                        method,
                        "/Appointment/" + id,
                        appointment("\"id\":\"" + id + "\",", wanted),
                        "If-Match",
                        "W/\"2\"")
                : clerk(
                        method,
                        "/Appointment/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + wanted + "\"}]",
                        "If-Match",
                        "W/\"2\"",
                        "Content-Type",
                        "application/json-patch+json");

        assertThat(refused.status()).as(refused.body()).isBetween(400, 422);
        assertThat(refused.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(status(id)).isEqualTo("arrived");
    }

    @Test
    void ofManyWhoChangeOneVersionOneWins() throws Exception {
        String id = booked();

        List<Answer> told = atOnce(() -> clerk(
                "PUT", "/Appointment/" + id, appointment("\"id\":\"" + id + "\",", "arrived"), "If-Match", "W/\"1\""));

        assertThat(told).extracting(Answer::status).containsOnlyOnce(200).allMatch(status -> status < 500);
        assertThat(clerk("GET", "/Appointment/" + id, "")
                        .json()
                        .at("/meta/versionId")
                        .asText())
                .isEqualTo("2");
    }

    /** Returns what so many clients are told who all do the same at one moment. */
    static List<Answer> atOnce(Callable<Answer> client) throws Exception {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Answer> told = new ArrayList<>();
            for (var answer : threads.invokeAll(Collections.nCopies(CLIENTS, client))) {
                told.add(answer.get());
            }
            return told;
        } finally {
            threads.shutdown();
        }
    }
}
