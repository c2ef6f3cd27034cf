package io.frontdesk.write;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;

/** Judges a deletion inside the storage transaction. */
public interface DeletionGuard {

    /** Returns the name under which an operator knows this guard. */
    Family family();

    /** Returns whether the resource may be deleted as far as this guard is concerned. */
    Decision beforeDelete(Deletion deletion);
}
