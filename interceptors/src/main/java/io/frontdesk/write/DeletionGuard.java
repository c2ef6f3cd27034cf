package io.frontdesk.write;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import java.util.function.Function;

/** Judges a deletion inside the storage transaction. */
public interface DeletionGuard {

    /** Returns the name under which an operator knows this guard. */
    Family family();

    /** Returns whether the resource may be deleted as far as this guard is concerned. */
    Decision beforeDelete(Deletion deletion);

    /** Returns a guard that asks the function. */
    static DeletionGuard of(Family family, Function<Deletion, Decision> judging) {
        return new DeletionGuard() {
            @Override
            public Family family() {
                return family;
            }

            @Override
            public Decision beforeDelete(Deletion deletion) {
                return judging.apply(deletion);
            }
        };
    }
}
