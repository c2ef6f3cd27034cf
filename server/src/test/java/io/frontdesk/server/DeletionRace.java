package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Sixteen clients who delete an appointment, change it, or bring it back at the same time. */
final class DeletionRace {

    private DeletionRace() {}

    /** All bring back the same deleted appointment, and none where something is stored: one of them does. */
    static void oneBringsItBack(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String id = deleted(desk);
            List<Answer> answers = Race.atOnce(client -> desk.put(visit(id, client), "If-None-Match", "*"));

            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isIn(201, 409, 412, 423, 428));
            List<Answer> back =
                    answers.stream().filter(answer -> answer.status() == 201).toList();
            assertThat(back).as("who brought it back").hasSize(1);
            assertHistory(desk, id, back.get(0), "4");
        }
    }

    /** The same where no version need be named: one brings it back, others update it, and no change is lost. */
    static void oneBringsItBackAndOthersUpdate(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "lenient");
        for (int round = 0; round < rounds; round++) {
            String id = deleted(desk);
            List<Answer> answers = Race.atOnce(client -> desk.put(visit(id, client)));

            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isIn(200, 201, 409, 412, 423));
            List<Answer> done =
                    answers.stream().filter(answer -> answer.status() < 300).toList();
            assertThat(done.stream().filter(answer -> answer.status() == 201))
                    .as("who brought it back")
                    .hasSize(1);
            assertThat(done.stream().map(Answer::version)).doesNotHaveDuplicates();
            for (Answer answer : done) {
                assertThat(desk.get("Appointment/" + id + "/_history/" + answer.version())
                                .is(200)
                                .json()
                                .path("description"))
                        .isEqualTo(answer.json().path("description"));
            }
            int last = 3 + done.size();
            desk.get("Appointment/" + id).is(200).showsVersion(String.valueOf(last));
        }
    }

    /** Half delete and half change one version: one of all wins, and what is stored is what it was told. */
    static void oneDeletesOrChanges(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String id = desk.post(visit("", 99)).is(201).id();
            List<Answer> answers = Race.atOnce(client -> client % 2 == 0
                    ? desk.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"1\"")
                    : desk.put(visit(id, client), "If-Match", "W/\"1\""));

            int winner = -1;
            for (int client = 0; client < answers.size(); client++) {
                Answer answer = answers.get(client);
                // Who deletes what another one has deleted is told that nothing is there.
                Set<Integer> told = client % 2 == 0 ? Set.of(200, 404, 409, 412, 423) : Set.of(200, 409, 412, 423);
                assertThat(answer.status()).as(answer.text()).isIn(told);
                if (answer.status() == 200) {
                    assertThat(winner).as("winner before client %d", client).isEqualTo(-1);
                    winner = client;
                }
            }
            assertThat(winner).as("somebody wins").isNotNegative();
            Answer stored = desk.get("Appointment/" + id);
            if (winner % 2 == 0) {
                stored.refused(410, "request.gone");
            } else {
                assertThat(stored.is(200)
                                .showsVersion("2")
                                .json()
                                .path("description")
                                .asText())
                        .isEqualTo("client " + winner);
            }
            desk.get("Appointment/" + id + "/_history/1").is(200);
            desk.get("Appointment/" + id + "/_history/3").refused(404, "request.not-found");
        }
    }

    private static String deleted(Rest desk) {
        String id = desk.post(visit("", 99)).is(201).id();
        desk.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"1\"").is(200);
        return id;
    }

    /** HAPI passes over a version number when a deleted resource comes back: 1, deleted in 2, back in 4. */
    private static void assertHistory(Rest desk, String id, Answer back, String version) {
        back.showsVersion(version);
        Answer stored = desk.get("Appointment/" + id).is(200).showsVersion(version);
        assertThat(stored.json().path("description")).isEqualTo(back.json().path("description"));
        desk.get("Appointment/" + id + "/_history/1").is(200).showsVersion("1");
        desk.get("Appointment/" + id + "/_history/2").refused(410, "request.gone");
        desk.get("Appointment/" + id + "/_history/3").refused(404, "request.not-found");
        desk.get("Appointment/" + id + "/_history/5").refused(404, "request.not-found");
    }

    private static ObjectNode visit(String id, int client) {
        ObjectNode visit = Rest.fixture("core-appointment.json").put("description", "client " + client);
        return id.isEmpty() ? visit : visit.put("id", id);
    }

    private static Rest desk(TestServer server, String contract) {
        Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        return desk;
    }
}
