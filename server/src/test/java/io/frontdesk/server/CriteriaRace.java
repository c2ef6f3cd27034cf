package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Sixteen clients who name the same appointment by criteria that nothing meets yet. */
final class CriteriaRace {

    private static final String FHIR = "application/fhir+json";

    private CriteriaRace() {}

    /** Conditional updates where a change must name a version: one creates, and the others are told to name theirs. */
    static void oneCreatesAndOthersNameAVersion(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<Answer> answers = Race.atOnce(client -> update(desk, number, client));

            Answer created = only(answers, 201);
            assertThat(others(answers, created)).allSatisfy(answer -> answer.refused(428, "version.missing"));
            assertOneStored(desk, number, created, "1", created);
        }
    }

    /** Conditional updates that need no version: one creates, others update, and no change is lost. */
    static void oneCreatesAndOthersUpdate(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "lenient");
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<Answer> answers = Race.atOnce(client -> update(desk, number, client));

            Answer created = only(answers, 201);
            Map<Integer, Answer> told = new TreeMap<>();
            for (Answer answer : answers) {
                assertThat(answer.status() < 300 || Race.LOST.contains(answer.status()))
                        .as(answer.status() + answer.text())
                        .isTrue();
                if (answer.status() < 300) {
                    assertThat(told.put(Integer.valueOf(answer.version()), answer))
                            .as("version %s told twice", answer.version())
                            .isNull();
                }
            }
            assertThat(told).as("somebody updates").hasSizeGreaterThan(1);
            int last = told.size();
            assertThat(told.keySet()).last().isEqualTo(last);
            told.forEach(
                    (version, answer) -> assertThat(desk.get("Appointment/" + created.id() + "/_history/" + version)
                                    .is(200)
                                    .json()
                                    .path("description"))
                            .isEqualTo(answer.json().path("description")));
            assertOneStored(desk, number, created, String.valueOf(last), told.get(last));
        }
    }

    /** Conditional creates: one creates, and the others are shown what it created. */
    static void oneCreatesAndOthersAreShownIt(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<Answer> answers = Race.atOnce(client -> create(desk, number, client));

            Answer created = only(answers, 201);
            assertThat(others(answers, created))
                    .allSatisfy(answer -> assertThat(answer.is(200).id()).isEqualTo(created.id()));
            assertOneStored(desk, number, created, "1", created);
        }
    }

    /** Half create and half update on the same condition, the criteria spelled in two ways. */
    static void oneOfBothKindsCreates(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<Answer> answers = Race.atOnce(
                    client -> client % 2 == 0 ? create(desk, number, client) : update(desk, number, client));

            Answer created = only(answers, 201);
            for (int client = 0; client < answers.size(); client++) {
                Answer answer = answers.get(client);
                if (answer == created) {
                    continue;
                }
                if (client % 2 == 0) {
                    assertThat(answer.is(200).id()).isEqualTo(created.id());
                } else {
                    answer.refused(428, "version.missing");
                }
            }
            assertOneStored(desk, number, created, "1", created);
        }
    }

    private static void assertOneStored(Rest desk, String number, Answer created, String version, Answer last) {
        JsonNode found = desk.get("Appointment?identifier=" + number).is(200).json();
        assertThat(found.path("entry")).as("stored under %s", number).hasSize(1);
        Answer stored = desk.get("Appointment/" + created.id()).is(200).showsVersion(version);
        assertThat(stored.json().path("description")).isEqualTo(last.json().path("description"));
        assertThat(found.at("/entry/0/resource/id").asText()).isEqualTo(created.id());
    }

    private static Answer update(Rest desk, String number, int client) {
        return untilItsTurn(() -> desk.send(
                "PUT",
                "Appointment?identifier=urn:example:visit%7C" + number,
                visit(number, client).toString(),
                "Content-Type",
                FHIR));
    }

    private static Answer create(Rest desk, String number, int client) {
        return untilItsTurn(() ->
                desk.post(visit(number, client), "If-None-Exist", "identifier=urn%3Aexample%3Avisit%7C" + number));
    }

    /** Does what a client is told that has waited ten seconds for the others, as happens on a machine that is busy. */
    private static Answer untilItsTurn(Supplier<Answer> request) {
        Answer answer = request.get();
        while (answer.status() == 423 && answer.text().contains("with the same criteria")) {
            answer = request.get();
        }
        return answer;
    }

    private static ObjectNode visit(String number, int client) {
        ObjectNode visit = Rest.fixture("core-appointment.json").put("description", "client " + client);
        visit.putArray("identifier")
                .addObject()
                .put("system", "urn:example:visit")
                .put("value", number);
        return visit;
    }

    private static Rest desk(TestServer server, String contract) {
        Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
        assertThat(desk.put(Rest.fixture("patient.json").put("id", "anna")).status())
                .isIn(Set.of(200, 201));
        return desk;
    }

    private static Answer only(List<Answer> answers, int status) {
        List<Answer> such =
                answers.stream().filter(answer -> answer.status() == status).toList();
        assertThat(such)
                .as(() -> "answers with " + status + " among "
                        + answers.stream()
                                .map(answer -> answer.status() + " " + answer.text())
                                .toList())
                .hasSize(1);
        return such.get(0);
    }

    private static List<Answer> others(List<Answer> answers, Answer one) {
        return answers.stream().filter(answer -> answer != one).toList();
    }
}
