package io.frontdesk.proof;

import io.frontdesk.access.CallerKind;

/**
 * One request that somebody may send, and what becomes of the appointment.
 *
 * @param way how it is written
 * @param caller who sends it
 * @param from where the appointment stands before: a status or a {@link Stage}
 * @param to where it stands afterwards
 */
public record Step(Way way, CallerKind caller, String from, String to) {

    /** Returns the request in one line: method and address, caller, before and after. */
    @Override
    public String toString() {
        return way.told() + ", by " + caller.name() + ": " + from + " -> " + to;
    }
}
