package io.frontdesk.write;

import io.frontdesk.decision.Decision;

/** Judges a write inside the storage transaction: a refusal rolls it back. */
@FunctionalInterface
public interface WriteGuard {

    /** Returns whether the write may go on as far as this guard is concerned. */
    Decision beforeWrite(Write write);
}
