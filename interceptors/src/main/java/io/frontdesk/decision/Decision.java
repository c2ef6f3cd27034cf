package io.frontdesk.decision;

import java.util.Optional;
import java.util.function.Supplier;

/** The answer of a policy. There is no third answer: what a policy cannot decide, it refuses. */
public sealed interface Decision {

    /** The request may go on. */
    record Permit() implements Decision {}

    /** The request ends here, for the given reason. */
    record Refuse(Refusal why) implements Decision {}

    /** Returns the permission. */
    static Decision permit() {
        return new Permit();
    }

    /** Returns a refusal for the given reason. */
    static Decision refuse(Refusal refusal) {
        return new Refuse(refusal);
    }

    /** Returns the refusal, or empty when this decision permits. */
    default Optional<Refusal> refusal() {
        return this instanceof Refuse refuse ? Optional.of(refuse.why()) : Optional.empty();
    }

    /** Returns this decision when it refuses, else asks the next policy. */
    default Decision and(Supplier<Decision> next) {
        return this instanceof Refuse ? this : next.get();
    }
}
