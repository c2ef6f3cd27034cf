package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sixteen clients change one appointment under the contract {@code canvas} at once, each a different element than its
 * neighbour: whoever is last wins an element, and nobody takes back what another has done to another one.
 */
final class CanvasRace {

    private static final Set<Integer> TOLD = Set.of(200, 412);

    private CanvasRace() {}

    /** No change of an element is lost. */
    static void losesNoElement(List<TestServer> nodes, int rounds) throws InterruptedException {
        List<CanvasDesk> desks = nodes.stream().map(CanvasDesk::of).toList();
        String id = desks.get(0).created(CanvasDesk.plain());
        int changes = 0;
        for (int round = 0; round < rounds; round++) {
            int now = round;
            List<Answer> answers =
                    Race.atOnce(client -> desks.get(client % desks.size()).change(id, part(now, client)));

            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isIn(TOLD));
            JsonNode stored = desks.get(0).stored(id);
            assertIsOneOf(stored.path("description").asText(), now, answers, 0);
            assertIsOneOf(stored.path("end").asText(), now, answers, 1);
            assertThat(stored.at("/reasonCode/0/text").asText())
                    .isEqualTo(stored.path("description").asText());
            changes += (int)
                    answers.stream().filter(answer -> answer.status() == 200).count();
            assertThat(stored.at("/meta/versionId").asInt()).isEqualTo(1 + changes);
        }
    }

    /** What is stored of an element is what one of those has sent who changed it in this round, if anybody did. */
    private static void assertIsOneOf(String stored, int round, List<Answer> answers, int parity) {
        List<String> sent = new ArrayList<>();
        for (int client = parity; client < answers.size(); client += 2) {
            if (answers.get(client).status() == 200) {
                sent.add(value(round, client));
            }
        }
        if (!sent.isEmpty()) {
            assertThat(stored).isIn(sent);
        }
    }

    private static String part(int round, int client) {
        return client % 2 == 0
                ? "'description':'" + value(round, client) + "'"
                : "'end':'" + value(round, client) + "'";
    }

    private static String value(int round, int client) {
        return client % 2 == 0
                ? "client " + client + " in round " + round
                : String.format("2026-03-09T1%d:%02d:%02dZ", round % 10, client, round);
    }
}
