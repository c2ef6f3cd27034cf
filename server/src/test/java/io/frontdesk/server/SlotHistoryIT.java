package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Busy Slots are exactly those that an active appointment holds, after any history and after any race. */
@ExtendWith(SharedServer.class)
class SlotHistoryIT {

    private static final int STEPS = 80;
    private static final int ROUNDS = 6;
    private static final int CLIENTS = 16;

    private static Rest desk(TestServer node) {
        return new Rest(
                node.base("core"),
                node.token("Appointment.*", "Patient.*", "Slot.*", "Schedule.*", "transaction", "Appointment.delete"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areInStepAfterAnyHistory(long seed, TestServer server) {
        SlotHistory history = new SlotHistory(List.of(desk(server)), 5);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < STEPS; i++) {
            refused += history.act(random, 0).status() >= 400 ? 1 : 0;
            history.assertInStep();
        }
        assertThat(refused).as("steps that were refused").isBetween(10, STEPS - 10);
    }

    private static void race(TestServer... nodes) throws InterruptedException {
        SlotHistory history =
                new SlotHistory(Arrays.stream(nodes).map(SlotHistoryIT::desk).toList(), 7);
        AtomicInteger number = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            Race.atOnce(CLIENTS, client -> history.act(new Random(number.incrementAndGet()), client));
            history.assertInStep();
        }
    }

    @Test
    void areInStepAfterRacesOnH2() throws InterruptedException {
        try (TestServer server = TestServer.start("core")) {
            race(server);
        }
    }

    @Test
    void areInStepAfterRacesOnPostgresByOneNodeAndByTwo() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (TestServer first = TestServer.on(url, "core")) {
                race(first);
                try (TestServer second = TestServer.on(url, "core")) {
                    race(first, second);
                }
            }
        }
    }
}
