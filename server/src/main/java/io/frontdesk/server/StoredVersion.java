package io.frontdesk.server;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a stored resource, as the database holds it.
 *
 * @param id the logical id
 * @param version the version, counted from 1
 * @param at when it was stored
 * @param body the resource in JSON; empty where the version says that the resource was deleted
 */
public record StoredVersion(String id, long version, Instant at, Optional<String> body) {

    /** Leaves out the body, which is patient data. */
    @Override
    public String toString() {
        return "StoredVersion[" + id + ", " + version + ", " + at + "]";
    }
}
