package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.dropin.HostClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold in whatever host the jar was dropped into: appointments are guarded, and nothing else is touched. */
abstract class GuardMatrix {

    private static final List<String> CLERK = List.of("Appointment.*");
    private static final AtomicInteger HOURS = new AtomicInteger();

    abstract HostClient client();

    private Answer clerk(String method, String path, String body, String... headers) {
        return client().as(CLERK, method, path, body, headers);
    }

    private Answer anybody(String method, String path, String body, String... headers) {
        return client().anonymous(method, path, body, headers);
    }

    /** Returns an appointment at a time of its own. */
    private static String appointment(String more, String status) {
        return appointment(more, status, HOURS.incrementAndGet());
    }

    private static String appointment(String more, String status, int hour) {
        String day = "2031-%02d-%02d".formatted(1 + hour / 500 % 12, 1 + hour / 20 % 25);
        String time = "T%02d:00:00Z".formatted(1 + hour % 20);
        return """
            {"resourceType":"Appointment",%s"status":"%s","start":"%s","end":"%s",
             "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"},
                            {"actor":{"reference":"Practitioner/d1"},"status":"accepted"}]}
            """.formatted(more, status, day + time, day + time.replace(":00:00Z", ":30:00Z"));
    }

    private void people() {
        for (String person : List.of("Patient/p1", "Practitioner/d1")) {
            String[] parts = person.split("/");
            Answer stored = anybody(
                    "PUT", "/" + person, "{\"resourceType\":\"%s\",\"id\":\"%s\"}".formatted(parts[0], parts[1]));
            assertThat(stored.status()).as(stored.body()).isIn(200, 201);
        }
    }

    private String booked() {
        people();
        Answer created = clerk("POST", "/Appointment", appointment("", "booked"));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.id();
    }

    private String status(String id) {
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
    void aTransactionIsDoneWholeOrNotAtAll() {
        people();
        String bundle = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"request":{"method":"PUT","url":"Patient/%s"},"resource":{"resourceType":"Patient","id":"%s"}}%s]}
            """;
        String appointment = ",{\"request\":{\"method\":\"POST\",\"url\":\"Appointment\"},\"resource\":%s}";
        String wrong = bundle.formatted("half", "half", appointment.formatted(appointment("", "fulfilled")));

        assertThat(anybody("POST", "", bundle.formatted("whole", "whole", "")).status())
                .isEqualTo(200);
        assertThat(anybody(
                                "POST",
                                "",
                                bundle.formatted("half", "half", appointment.formatted(appointment("", "booked"))))
                        .status())
                .isEqualTo(401);
        assertThat(clerk("POST", "", wrong).status()).isEqualTo(422);
        assertThat(anybody("GET", "/Patient/half", "").status()).isEqualTo(404);
        Answer right =
                clerk("POST", "", bundle.formatted("half", "half", appointment.formatted(appointment("", "booked"))));
        assertThat(right.status()).as(right.body()).isEqualTo(200);
    }

    @Test
    void nobodyIsBookedTwice() {
        people();
        int hour = HOURS.incrementAndGet();
        assertThat(clerk("POST", "/Appointment", appointment("", "booked", hour))
                        .status())
                .isEqualTo(201);

        assertThat(clerk("POST", "/Appointment", appointment("", "booked", hour))
                        .rule())
                .isEqualTo("booking.overlap");
    }

    @Test
    void ofManyWhoChangeOneVersionOneWins() throws Exception {
        String id = booked();
        var threads = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(() -> clerk(
                            "PUT",
                            "/Appointment/" + id,
                            appointment("\"id\":\"" + id + "\",", "arrived"),
                            "If-Match",
                            "W/\"1\"")
                    .status());
        }
        List<Integer> told = new ArrayList<>();
        for (var answer : threads.invokeAll(clients)) {
            told.add(answer.get());
        }
        threads.shutdown();

        assertThat(told).containsOnlyOnce(200).allMatch(status -> status < 500);
        assertThat(clerk("GET", "/Appointment/" + id, "")
                        .json()
                        .at("/meta/versionId")
                        .asText())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Patient?_id=p1&_revinclude=Appointment:patient",
                "/Patient/p1/$everything",
                "/Practitioner/d1/$everything",
            })
    void otherQuestionsShowNoAppointments(String question) {
        booked();

        assertThat(types(anybody("GET", question, ""))).doesNotContain("Appointment");
        assertThat(types(client().as(List.of("Patient.read"), "GET", question, "")))
                .doesNotContain("Appointment");
    }

    @Test
    void whoMaySeesThemThere() {
        booked();

        assertThat(types(clerk("GET", "/Patient?_id=p1&_revinclude=Appointment:patient", "")))
                .contains("Patient", "Appointment");
    }

    private static List<String> types(Answer answer) {
        List<String> types = new ArrayList<>();
        for (JsonNode entry : answer.json().path("entry")) {
            types.add(entry.at("/resource/resourceType").asText());
        }
        return types;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Patient?_has:Appointment:patient:status=booked",
                "/Encounter?appointment.status=booked",
                "/Encounter?_sort=appointment.date",
                "/Practitioner?_revinclude=Appointment:actor&_include:iterate=Appointment:patient",
            })
    void otherQuestionsTellNothingOfAppointments(String question) {
        booked();

        assertThat(anybody("GET", question, "").status()).isBetween(400, 403);
        assertThat(clerk("GET", question, "").status()).isEqualTo(200);
    }

    @Test
    void otherTypesAreTheHostsBusiness() {
        people();
        Answer stale = anybody(
                "PUT",
                "/Patient/p1",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"active\":true}",
                "If-Match",
                "W/\"99\"");

        // As HAPI does it by itself.
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body()).contains("HAPI-");
        assertThat(anybody("GET", "/Patient?unheard-of=1", "").status()).isEqualTo(400);
        assertThat(anybody("POST", "/Patient", "{\"resourceType\":\"Patient\",\"unknown\":1}")
                        .status())
                .isEqualTo(201);
        assertThat(anybody("PUT", "/Patient/x1?_format=xml", "{\"resourceType\":\"Patient\",\"id\":\"x1\"}")
                        .body())
                .startsWith("<Patient");
        assertThat(anybody("GET", "/Patient/nobody", "").body()).contains("HAPI-");
    }

    @Test
    void operationsOfTheHostNeedTheRightToo() {
        String id = booked();
        String arrive = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"appointment\",\"valueString\":\""
                + id + "\"}]}";

        assertThat(anybody("POST", "/Patient/p1/$arrive", arrive).status()).isBetween(401, 404);
        assertThat(client().as(List.of("Appointment.read"), "POST", "/Patient/p1/$arrive", arrive)
                        .status())
                .isEqualTo(403);
        assertThat(status(id)).isEqualTo("booked");
        Answer allowed = clerk("POST", "/Patient/p1/$arrive", arrive);
        assertThat(allowed.status()).as(allowed.body()).isEqualTo(200);
        assertThat(status(id)).isEqualTo("arrived");
        assertThat(clerk("POST", "/Patient/p1/$arrive", arrive).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST, $meta-add", "POST, $meta-delete", "POST, $expunge", "POST, $reindex", "GET, $graphql?query=x"})
    void operationsOnAppointmentsThatNobodyOffersAreClosed(String method, String operation) {
        String id = booked();
        String body = method.equals("POST") ? "{\"resourceType\":\"Parameters\"}" : "";

        assertThat(clerk(method, "/Appointment/" + id + "/" + operation, body).status())
                .isBetween(400, 405);
    }

    @Test
    void theStatementTellsWhatIsOfferedAndLeavesTheRest() {
        JsonNode statement = anybody("GET", "/metadata", "").json();
        JsonNode appointment = resource(statement, "Appointment");

        assertThat(appointment.path("versioning").asText()).isEqualTo("versioned-update");
        assertThat(appointment.path("interaction").findValuesAsText("code")).contains("update");
        assertThat(resource(statement, "Patient").path("interaction").findValuesAsText("code"))
                .contains("update", "delete", "patch");
        assertThat(statement.at("/software/name").asText()).isEqualTo("HAPI FHIR Server");
    }

    private static JsonNode resource(JsonNode statement, String type) {
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            if (type.equals(resource.path("type").asText())) {
                return resource;
            }
        }
        throw new AssertionError(type);
    }
}
