package io.frontdesk.shadow;

import java.time.Instant;

/**
 * How often something happened.
 *
 * @param requests in how many requests
 * @param told in how many of them it came first, so that the client would have been told this
 * @param first when it happened for the first time
 * @param last when it happened for the last time
 */
record Tally(long requests, long told, Instant first, Instant last) {

    /** Returns what is counted by both. */
    Tally plus(Tally other) {
        return new Tally(
                requests + other.requests,
                told + other.told,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last);
    }
}
