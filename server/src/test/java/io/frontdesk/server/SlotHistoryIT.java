package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Busy Slots are exactly those that an active appointment holds, after any history and after any race. */
@ExtendWith(SharedServer.class)
class SlotHistoryIT {

    private static final int STEPS = 60;
    private static final int ROUNDS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areInStepAfterAnyHistory(long seed, TestServer server) {
        SlotHistory history = new SlotHistory(List.of(SlotHistory.desk(server)), 5);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < STEPS; i++) {
            refused += history.act(random, 0).status() >= 400 ? 1 : 0;
            history.assertInStep();
        }
        assertThat(refused).as("steps that were refused").isBetween(10, STEPS - 10);
    }

    @Test
    void areInStepAfterRaces(TestServer server) throws InterruptedException {
        SlotHistory.race(List.of(SlotHistory.desk(server)), ROUNDS);
    }
}
