package io.frontdesk.jpa.booking;

import io.frontdesk.decision.Refusal;

/** An operation was called with something that it refuses. */
final class RefusedArgumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedArgumentException(Refusal refusal) {
        super(refusal.id());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
