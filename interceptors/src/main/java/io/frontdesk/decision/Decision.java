package io.frontdesk.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The answer of a policy. There is no third answer: what a policy cannot decide, it refuses. */
public sealed interface Decision {

    /**
     * The request may go on.
     *
     * @param warnings what is told about it all the same
     */
    record Permit(List<Refusal> warnings) implements Decision {

        private static final Permit PLAIN = new Permit(List.of());

        /** Copies the list, so that a decision never changes. */
        public Permit {
            warnings = List.copyOf(warnings);
        }
    }

    /** The request ends here, for the given reason. */
    record Refuse(Refusal why) implements Decision {}

    /** Returns the permission. */
    static Decision permit() {
        return Permit.PLAIN;
    }

    /** Returns a permission with which something is told: what would be refused if the contract asked for it. */
    static Decision warn(Refusal warning) {
        return new Permit(List.of(warning));
    }

    /** Returns a refusal for the given reason. */
    static Decision refuse(Refusal refusal) {
        return new Refuse(refusal);
    }

    /** Returns the refusal, or empty when this decision permits. */
    default Optional<Refusal> refusal() {
        return this instanceof Refuse refuse ? Optional.of(refuse.why()) : Optional.empty();
    }

    /** Returns what is told although this decision permits. */
    default List<Refusal> warnings() {
        return List.of();
    }

    /** Returns this decision when it refuses, else asks the next policy; warnings of both are kept. */
    default Decision and(Supplier<Decision> next) {
        if (this instanceof Refuse) {
            return this;
        }
        Decision then = next.get();
        if (warnings().isEmpty() || then instanceof Refuse) {
            return then;
        }
        List<Refusal> both = new ArrayList<>(warnings());
        both.addAll(then.warnings());
        return new Permit(both);
    }
}
