package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the contract {@code candid} who want the same version, or the same placer id, at once. */
@ExtendWith(SharedServer.class)
class CandidRaceIT {

    private static CandidDesk desk;

    @BeforeAll
    static void open(TestServer server) {
        desk = CandidDesk.of(server, "org-race");
    }

    @Test
    void letsOneWinEachVersion() throws InterruptedException {
        ObjectNode visit = visit();
        String id = desk.created(visit);
        for (int version = 2; version < 8; version++) {
            int next = version;

            List<Integer> answers = statuses(client -> desk.update(id, next, visit));

            assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
        }
        assertThat(desk.get(id + "/history").is(200).json()).hasSize(7);
    }

    @Test
    void letsOneHaveAPlacerId() throws InterruptedException {
        for (int round = 0; round < 4; round++) {
            ObjectNode visit = visit();

            List<Integer> answers = statuses(client -> desk.create(visit));

            assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
        }
    }

    private static List<Integer> statuses(IntFunction<Answer> client) throws InterruptedException {
        return Race.atOnce(client).stream().map(Answer::status).toList();
    }
}
