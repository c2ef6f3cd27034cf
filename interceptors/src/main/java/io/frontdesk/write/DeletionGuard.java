package io.frontdesk.write;

import io.frontdesk.decision.Decision;

/** Judges a deletion inside the storage transaction. */
@FunctionalInterface
public interface DeletionGuard {

    /** Returns whether the resource may be deleted as far as this guard is concerned. */
    Decision beforeDelete(Deletion deletion);
}
