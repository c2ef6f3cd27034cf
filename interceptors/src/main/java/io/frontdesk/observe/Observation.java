package io.frontdesk.observe;

import io.frontdesk.decision.Modes;
import java.util.Optional;

/**
 * What an operator does with decisions: which of them count, and who is told of them.
 *
 * @param modes which guards refuse, and which are in shadow
 * @param listener who is told of every decision, if anybody is
 */
public record Observation(Modes modes, Optional<DecisionListener> listener) {

    private static final Observation NONE = new Observation(Modes.enforce(), Optional.empty());

    /** Returns that every guard refuses, and nobody is told. */
    public static Observation none() {
        return NONE;
    }

    /** Returns that every guard refuses, and somebody is told. */
    public static Observation by(DecisionListener listener) {
        return new Observation(Modes.enforce(), Optional.of(listener));
    }

    /** Returns this with one more who is told. */
    public Observation and(DecisionListener other) {
        return new Observation(
                modes, Optional.of(listener.map(known -> known.and(other)).orElse(other)));
    }
}
