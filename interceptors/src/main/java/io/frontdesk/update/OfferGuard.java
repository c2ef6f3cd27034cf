package io.frontdesk.update;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.regex.Pattern;

/** Closes what the contract does not offer, and keeps a PUT to an unknown id from creating. */
public final class OfferGuard implements RequestGuard, WriteGuard {

    private static final int LARGEST_PAGE = 1_000;

    /** The modifiers of FHIR search; a resource type names the type of a reference. HAPI ignores any other. */
    private static final Pattern MODIFIERS =
            Pattern.compile("[^:]*(:(missing|exact|contains|text|not|not-in|in|above|below|identifier|of-type|ofType"
                    + "|iterate|recurse|[A-Z][A-Za-z]+))?");

    private final OfferPolicy policy;

    public OfferGuard(OfferPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Decision beforeBody(Request request) {
        return policy.offers(request.interaction(), request.type(), request.id().isPresent())
                .and(() -> request.interaction() == Interaction.SEARCH
                                || request.interaction().conditional()
                        ? searchForm(request)
                        : Decision.permit());
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.stored().isPresent() || write.request().isEmpty()) {
            return Decision.permit();
        }
        if (write.deleted().isPresent()) {
            return policy.mayRevive(write.type());
        }
        Request request = write.request().get();
        return request.interaction() == Interaction.UPDATE
                ? policy.mayCreateUnder(
                        write.type(),
                        request.id().orElse(""),
                        !request.header("If-Match").isEmpty())
                : Decision.permit();
    }

    /** A chain or a reverse chain tells about resources that the caller may have no right to search. */
    private static Decision searchForm(Request request) {
        for (String name : request.parameters().keySet()) {
            if (name.startsWith("_has") || name.indexOf('.') >= 0) {
                return Decision.refuse(Refusal.of(
                        Rule.FORM_NOT_OFFERED,
                        "This endpoint does not offer chained search parameters.",
                        "Search the other type first, and search here by its id."));
            }
            if (!MODIFIERS.matcher(name).matches()) {
                return Decision.refuse(Refusal.of(
                        Rule.REQUEST_INVALID,
                        "A search parameter has a modifier that FHIR does not know.",
                        "Leave out what follows the colon, or send a modifier such as :exact or :not."));
            }
        }
        boolean counts =
                request.parameters().getOrDefault("_count", List.of()).stream().allMatch(OfferGuard::pageSize);
        return counts
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.REQUEST_INVALID,
                        "The parameter _count is no page size.",
                        "Send a number from 0 to " + LARGEST_PAGE + "."));
    }

    private static boolean pageSize(String count) {
        return count.matches("\\d{1,4}") && Integer.parseInt(count) <= LARGEST_PAGE;
    }
}
