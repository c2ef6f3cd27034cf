package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final Instant NOW = Issuer.NOW;
    private static final VerifiedToken SOMEBODY =
            new VerifiedToken(new Caller.Authenticated("a", new Claims(Map.of())), Optional.empty());

    private final VerifiedTokens tokens = new VerifiedTokens(3);

    @Test
    void forgetsTheOldestWhenFull() {
        remember("one");
        remember("two");
        remember("three");
        remember("one");
        remember("four");

        assertThat(tokens.size()).isEqualTo(3);
        assertThat(knows("two")).as("the oldest").isFalse();
        assertThat(knows("one")).as("renewed").isTrue();
        assertThat(knows("four")).isTrue();
    }

    @Test
    void forgetsEverythingWhenTheClockIsSetBack() {
        remember("one");

        assertThat(tokens.find(VerifiedTokens.Digest.of("one"), NOW.minusSeconds(1)))
                .isEmpty();
    }

    @Test
    void staysBoundedUnderManyThreads() throws InterruptedException {
        var threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 2_000; i++) {
            var token = "token" + i % 50;
            threads.execute(() -> {
                remember(token);
                knows(token);
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tokens.size()).isEqualTo(3);
    }

    private void remember(String token) {
        tokens.remember(VerifiedTokens.Digest.of(token), SOMEBODY, NOW, NOW.plusSeconds(300));
    }

    private boolean knows(String token) {
        return tokens.find(VerifiedTokens.Digest.of(token), NOW).isPresent();
    }
}
