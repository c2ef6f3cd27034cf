package io.frontdesk.token;

import java.time.Duration;

/**
 * How long an issuer's keys are used.
 *
 * @param kept how long keys are taken for current, after which they are fetched anew: 1 minute to 24 hours. A key that the
 *     issuer withdraws works no longer than this, and a minute more for tokens seen within the last one
 * @param between how often they are fetched at most when tokens name unknown keys: twice in this time, which is shorter
 *     than {@code kept}. Once would leave a key unknown that comes right after the first fetch
 * @param outage how long after their last fetch they are used while the issuer does not answer, up to 24 hours; 0: no
 *     longer than {@code kept}
 */
public record KeyLife(Duration kept, Duration between, Duration outage) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Rejects times that would make a server flood its issuer, or never forget a key. */
    public KeyLife {
        if (kept.compareTo(SHORTEST) < 0 || kept.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Keys must be kept for 1 minute to 24 hours");
        }
        if (between.compareTo(Duration.ofSeconds(1)) < 0 || between.compareTo(kept) >= 0) {
            throw new IllegalArgumentException(
                    "The time between fetches must be from 1 second to less than keys are kept");
        }
        if (outage.isNegative() || outage.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("An outage can be bridged for 0 to 24 hours");
        }
    }

    /** Returns the usual times: kept for 5 minutes, 30 seconds between fetches, an outage bridged for an hour. */
    public static KeyLife usual() {
        return new KeyLife(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofHours(1));
    }
}
