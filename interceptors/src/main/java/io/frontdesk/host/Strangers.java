package io.frontdesk.host;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.caller.Callers;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.Requests;
import io.frontdesk.token.Authenticator;
import io.frontdesk.token.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.function.Function;

/**
 * Notes who sends a request that does not concern the contract, since it may still come upon an appointment: by an include, by
 * {@code $everything}, in GraphQL, in an operation of the host's. Whoever proves nothing is let pass, and sees none.
 */
final class Strangers {

    private final Authenticator callers;
    private final Function<String, Set<String>> ownBases;
    private final RequestGuard aside;
    private final Refusals refusals;

    Strangers(Authenticator callers, Function<String, Set<String>> ownBases, RequestGuard aside, Refusals refusals) {
        this.callers = callers;
        this.ownBases = ownBases;
        this.aside = aside;
        this.refusals = refusals;
    }

    /** Refuses only a question that would tell what is stored of the contract's types. */
    void admit(ServletRequestDetails details, HttpServletRequest servlet) {
        if (callers.of(servlet) instanceof Verdict.Accepted accepted) {
            Callers.set(details, accepted.caller());
        }
        Request request = Requests.begin(details, ownBases);
        if (request.interaction() == Interaction.SEARCH) {
            refusals.decide(aside.family(), () -> aside.beforeBody(request), details);
        }
    }
}
