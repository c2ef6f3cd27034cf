package io.frontdesk.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldIdsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final HeldIds ids = new HeldIds();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void holdsOneOfTwoThatWantTheSame() throws Exception {
        assertThat(ids.hold("Appointment", "a1", Duration.ZERO)).isTrue();

        assertThat(ids.mine("Appointment", "a1")).isTrue();
        assertThat(other.submit(() -> ids.hold("Appointment", "a1", Duration.ZERO))
                        .get())
                .isFalse();
        assertThat(other.submit(() -> ids.mine("Appointment", "a1")).get()).isFalse();
        assertThat(other.submit(() -> ids.hold("Appointment", "a2", Duration.ZERO))
                        .get())
                .isTrue();
    }

    @Test
    void givesToWhoWaits() throws Exception {
        ids.hold("Appointment", "a1", Duration.ZERO);
        Future<Boolean> waits = other.submit(() -> ids.hold("Appointment", "a1", LONG));

        ids.release("Appointment", "a1");

        assertThat(waits.get()).isTrue();
        assertThat(ids.mine("Appointment", "a1")).isFalse();
    }

    @Test
    void keepsNothingOfWhatNobodyWants() throws Exception {
        ids.hold("Appointment", "a1", Duration.ZERO);
        other.submit(() -> ids.hold("Appointment", "a1", Duration.ZERO)).get();
        ids.release("Appointment", "a1");

        assertThat(ids.size()).isZero();
    }
}
