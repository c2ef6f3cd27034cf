package io.frontdesk.search;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;

/** Holds searches, and the criteria of conditional requests, to what the contract lets them ask. */
public final class SearchRulesGuard implements RequestGuard {

    private final SearchPolicy policy;

    public SearchRulesGuard(SearchPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Family family() {
        return Family.SEARCH;
    }

    @Override
    public Decision beforeBody(Request request) {
        if (request.interaction() == Interaction.SEARCH) {
            return policy.may(request, request.parameters(), false);
        }
        return request.interaction().conditional()
                ? policy.may(request, Criteria.of(request), true)
                : Decision.permit();
    }
}
