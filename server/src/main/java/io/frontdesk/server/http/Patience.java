package io.frontdesk.server.http;

import java.time.Duration;

/**
 * How long a client may keep the server waiting within one request: some time, and more the more bytes it moves.
 *
 * @param most the time that everybody has
 * @param bytesPerSecond how fast it must go beyond that time, on the average of the request
 */
record Patience(Duration most, int bytesPerSecond) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    long nanosFor(long bytes) {
        return most.toNanos() + bytes * NANOS_PER_SECOND / bytesPerSecond;
    }
}
