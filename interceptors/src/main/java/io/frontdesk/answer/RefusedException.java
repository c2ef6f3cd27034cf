package io.frontdesk.answer;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.decision.Refusal;

/**
 * A refusal on its way out through HAPI. Carries the whole answer, because HAPI builds the answer of a batch entry from the
 * exception alone.
 */
final class RefusedException extends BaseServerResponseException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(int status, String message, Refusal refusal) {
        super(status, message);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    /** A refusal is an answer, not a failure: nobody reads where it came from, and filling it in costs. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
