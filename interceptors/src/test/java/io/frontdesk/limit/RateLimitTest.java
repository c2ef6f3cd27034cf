package io.frontdesk.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimit limit = new RateLimit(6, 2, now::get);

    private int allowed(String name) {
        for (int taken = 0; taken < 100; taken++) {
            if (limit.take(name).isPresent()) {
                return taken;
            }
        }
        return 100;
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void allowsAMinutesRequestsAtOnceAndThenAsFastAsTheyComeBack() {
        assertThat(allowed("a")).isEqualTo(6);
        pass(9);
        assertThat(allowed("a")).isZero();
        pass(1);
        assertThat(allowed("a")).isEqualTo(1);
        pass(3_600);
        assertThat(allowed("a")).isEqualTo(6);
    }

    @Test
    void saysWhenTheNextRequestIsAllowed() {
        allowed("a");

        assertThat(limit.take("a")).hasValue(10);
        pass(4);
        assertThat(limit.take("a")).hasValue(6);
        pass(6);
        assertThat(limit.take("a")).isEmpty();
    }

    @Test
    void countsEachNameForItself() {
        allowed("a");

        assertThat(allowed("b")).isEqualTo(6);
    }

    @Test
    void givesBackWhatWasTakenInVainAndNoMore() {
        allowed("a");
        limit.giveBack("a");
        limit.giveBack("unknown");
        assertThat(allowed("a")).isEqualTo(1);

        pass(60);
        limit.take("a");
        limit.giveBack("a");
        limit.giveBack("a");
        assertThat(allowed("a")).isEqualTo(6);
    }

    @Test
    void forgetsWhoAskedLongestAgo() {
        allowed("a");
        allowed("b");
        limit.take("a");
        limit.take("c");

        assertThat(allowed("a")).as("remembered").isZero();
        assertThat(allowed("b")).as("forgotten").isEqualTo(6);
    }

    @Test
    void rejectsALimitThatAllowsNothing() {
        assertThatThrownBy(() -> new RateLimit(0, 1, now::get)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimit(1, 0, now::get)).isInstanceOf(IllegalArgumentException.class);
    }
}
