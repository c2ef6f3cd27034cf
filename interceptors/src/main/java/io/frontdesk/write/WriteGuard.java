package io.frontdesk.write;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import java.util.function.Function;

/** Judges a write inside the storage transaction: a refusal rolls it back. */
public interface WriteGuard {

    /** Returns the name under which an operator knows this guard. */
    Family family();

    /** Returns whether the write may go on as far as this guard is concerned. */
    Decision beforeWrite(Write write);

    /** Returns a guard that asks the function. */
    static WriteGuard of(Family family, Function<Write, Decision> judging) {
        return new WriteGuard() {
            @Override
            public Family family() {
                return family;
            }

            @Override
            public Decision beforeWrite(Write write) {
                return judging.apply(write);
            }
        };
    }
}
