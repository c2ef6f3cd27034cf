package io.frontdesk.body;

import io.frontdesk.decision.Refusal;

/** Ends the reading of a body; the interceptor that began it tells the refusal. */
final class RefusedBodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedBodyException(Refusal refusal) {
        super(refusal.id(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
