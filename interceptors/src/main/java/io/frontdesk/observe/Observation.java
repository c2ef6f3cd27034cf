package io.frontdesk.observe;

import java.util.Optional;

/**
 * Who looks on while guards decide.
 *
 * @param listener who is told of every decision, if anybody is
 */
public record Observation(Optional<DecisionListener> listener) {

    private static final Observation NONE = new Observation(Optional.empty());

    /** Returns that nobody looks on. */
    public static Observation none() {
        return NONE;
    }

    /** Returns that somebody is told of every decision. */
    public static Observation by(DecisionListener listener) {
        return new Observation(Optional.of(listener));
    }
}
