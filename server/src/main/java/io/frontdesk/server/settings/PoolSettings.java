package io.frontdesk.server.settings;

import java.time.Duration;

/**
 * How each store uses its database.
 *
 * @param connections the most connections that it opens
 * @param patience how long a request waits for one of them
 * @param limit how long one statement may take
 */
public record PoolSettings(int connections, Duration patience, Duration limit) {

    /** Connections for the machine, 5 seconds of waiting, 20 seconds a statement. */
    public static final PoolSettings USUAL = new PoolSettings(
            connections(Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(5), Duration.ofSeconds(20));

    /** Rejects what nothing could be done with. */
    public PoolSettings {
        if (connections < 1 || patience.toMillis() < 250 || limit.toMillis() < 1) {
            throw new IllegalArgumentException("A store needs a connection, 250 ms to get it, and time to use it");
        }
    }

    /**
     * Returns how many connections a machine has work for: as many as keep its cores busy, and some for requests that wait for
     * each other's locks.
     */
    static int connections(int cores) {
        return Math.min(10 + 5 * cores, 50);
    }
}
