package io.frontdesk.limit;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Holds every caller to so many requests a minute, and so all strangers of one address together. A safety valve against
 * programs gone wild, not a defence against many machines at once.
 *
 * <p>A request counts for its address until its token is found good, and then for its subject. So strangers who have asked
 * too often are refused before anything is verified, and one of them does not shut out the callers behind the same
 * address: a token that was good before is verified all the same.
 */
@Interceptor
public final class RateLimitInterceptor {

    private static final int MOST_CREDENTIALS = 10_000;
    private static final String AUTHORIZATION = "Authorization";

    private final RateLimit limit;
    private final Refusals refusals;
    private final KnownCredentials known = new KnownCredentials(MOST_CREDENTIALS);

    /** Takes the limit that callers and addresses are held to. */
    public RateLimitInterceptor(RateLimit limit, Refusals refusals) {
        this.limit = limit;
        this.refusals = refusals;
    }

    /** PRE_HANDLER_SELECTED, before authentication: a stranger who asks too often costs next to nothing. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -2000)
    void beforeAuthentication(RequestDetails details, HttpServletRequest request) {
        String credential = request.getHeader(AUTHORIZATION);
        if (credential == null || !known.contains(credential)) {
            decide(limit.take(address(request)), details);
        }
    }

    /** PRE_HANDLER_SELECTED, after authentication and before everything else. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -900)
    void afterAuthentication(RequestDetails details, HttpServletRequest request) {
        String credential = request.getHeader(AUTHORIZATION);
        if (Callers.of(details) instanceof Caller.Authenticated caller && credential != null) {
            if (!known.contains(credential)) {
                known.remember(credential);
                limit.giveBack(address(request));
            }
            decide(limit.take("subject " + caller.subject()), details);
        }
    }

    private void decide(OptionalLong seconds, RequestDetails details) {
        Decision decision = seconds.isEmpty()
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.TOO_MANY,
                                "More requests were sent than are allowed in a minute.",
                                "Send the request again in " + seconds.getAsLong() + " seconds.")
                        .withHeader("Retry-After", Long.toString(seconds.getAsLong())));
        refusals.decide(Family.LIMIT, () -> decision, details);
    }

    /** An IPv6 host has 2^64 addresses to choose from, so these count as one. */
    private static String address(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        String[] groups = String.valueOf(address).replaceAll("[\\[\\]]|%.*", "").split(":", -1);
        int network = 4;
        return "address "
                + (groups.length == 8 ? String.join(":", Arrays.copyOf(groups, network)) : String.join(":", groups));
    }
}
