package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.dropin.HostClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold besides in hosts that store with HAPI JPA, which shows a resource in many ways, and stores in many. */
abstract class JpaGuardMatrix extends GuardMatrix {

    private static final int ROUNDS = 3;

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
    void ofManyWhoWantOneTimeOneIsBooked() throws Exception {
        people();
        for (int round = 0; round < ROUNDS; round++) {
            String wanted = appointment("", "booked");

            List<Answer> told = atOnce(() -> clerk("POST", "/Appointment", wanted));

            assertThat(told).filteredOn(answer -> answer.status() == 201).hasSize(1);
            assertThat(told)
                    .filteredOn(answer -> answer.status() != 201)
                    .extracting(Answer::rule)
                    .containsOnly("booking.overlap");
        }
    }

    /** HAPI alone stores two, and can change neither by that identifier ever after. */
    @Test
    void ofManyWhoStoreANewIdentifierOneCreatesIt() throws Exception {
        people();
        for (int round = 0; round < ROUNDS; round++) {
            String address = "/Appointment?identifier=urn:test|" + System.nanoTime();
            String identified = appointment(
                    "\"identifier\":[{\"system\":\"urn:test\",\"value\":\"%s\"}],"
                            .formatted(address.substring(address.indexOf('|') + 1)),
                    "proposed");

            List<Answer> told = atOnce(() -> clerk("PUT", address.replace("|", "%7C"), identified));

            assertThat(told)
                    .extracting(Answer::status)
                    .containsOnlyOnce(201)
                    .filteredOn(status -> status != 201)
                    .containsOnly(428);
            assertThat(clerk("GET", address.replace("|", "%7C"), "").json().path("entry"))
                    .hasSize(1);
        }
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

    /** A web server and HAPI may each read an address in their own way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%41ppointment",
                "/Appointment;x=1",
                "/Patient/../Appointment",
                "/Patient/%2e%2e/Appointment",
                "/./Appointment",
                "/Appointment%2f",
                "/Patient/%2e%2e%2fAppointment",
            })
    void noSpellingOfTheAddressLeadsPastTheGuards(String address) {
        booked();

        Answer answer = anybody("GET", address, "");
        assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
        assertThat(anybody("POST", address, appointment("", "booked")).status()).isBetween(400, 405);
    }

    /** Whoever serves the host may have read the form before HAPI does. */
    @Test
    void searchesByFormAreJudgedToo() {
        booked();
        String[] form = {"Content-Type", "application/x-www-form-urlencoded"};

        assertThat(anybody("POST", "/Appointment/_search", "status=booked", form)
                        .status())
                .isEqualTo(401);
        assertThat(client().as(List.of("Appointment.create"), "POST", "/Appointment/_search", "status=booked", form)
                        .status())
                .isEqualTo(403);
        assertThat(types(clerk("POST", "/Appointment/_search", "status=booked", form)))
                .contains("Appointment");
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

    private static List<String> types(Answer answer) {
        List<String> types = new ArrayList<>();
        for (JsonNode entry : answer.json().path("entry")) {
            types.add(entry.at("/resource/resourceType").asText());
        }
        return types;
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
