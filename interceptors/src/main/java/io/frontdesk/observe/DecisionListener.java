package io.frontdesk.observe;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import org.jspecify.annotations.Nullable;

/** Is told of every decision of every guard, in the thread of the request: it must be quick, and must not fail. */
@FunctionalInterface
public interface DecisionListener {

    /**
     * Notes a decision.
     *
     * @param family which guard has decided
     * @param decision what it has decided
     * @param enforced whether the decision counts; a guard in shadow lets everything pass
     * @param nanos how long it took to decide
     * @param details what HAPI knows of the request; absent when the server's own code writes
     */
    void decided(Family family, Decision decision, boolean enforced, long nanos, @Nullable RequestDetails details);

    /** Returns a listener that tells both. */
    default DecisionListener and(DecisionListener other) {
        return (family, decision, enforced, nanos, details) -> {
            decided(family, decision, enforced, nanos, details);
            other.decided(family, decision, enforced, nanos, details);
        };
    }
}
