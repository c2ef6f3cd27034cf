package io.frontdesk.answer;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.decision.Refusal;
import java.util.function.Supplier;

/**
 * A refusal on its way out through HAPI. Carries the whole answer, because HAPI builds the answer of a batch entry from the
 * exception alone.
 */
final class RefusedException extends BaseServerResponseException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final transient Supplier<String> outcome;

    /**
     * Takes the refusal.
     *
     * @param outcome writes the OperationOutcome as JSON
     */
    RefusedException(int status, Refusal refusal, Supplier<String> outcome) {
        super(status, refusal.id());
        this.refusal = refusal;
        this.outcome = outcome;
    }

    /** Returns the OperationOutcome as JSON: of what went wrong in an entry of a bundle, HAPI keeps the message alone. */
    @Override
    public String getMessage() {
        return outcome.get();
    }

    /** Names the rule alone: HAPI writes every exception of a hook into a text for its log, even when that is off. */
    @Override
    public String toString() {
        return RefusedException.class.getSimpleName() + " " + refusal.id();
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
