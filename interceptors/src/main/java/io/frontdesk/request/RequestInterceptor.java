package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.DateUtils;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lets the guards judge a request before HAPI reads its body. */
@Interceptor
public final class RequestInterceptor {

    /**
     * If-Match is ours to judge, under the row lock: HAPI answers 500 to what it cannot read and ignores it on half its
     * paths. The others make HAPI go another way than the one that was judged: create where something is stored, rewrite
     * history, repeat a request, carry out a batch as a transaction, delete what depends on it.
     */
    private static final List<String> WITHHELD = List.of(
            "If-Match",
            "X-Upsert-Extistence-Check",
            "X-Rewrite-History",
            "X-Retry-On-Version-Conflict",
            "X-Transaction-Semantics",
            "X-Cascade");

    /** HAPI waits a little longer before each; the last of these begins after some seconds. */
    private static final int MOST_RETRIES = 8;

    private final ConditionalAddress address;
    private final List<RequestGuard> guards;
    private final Function<String, Set<String>> ownBases;
    private final Refusals refusals;

    /**
     * Takes the guards in the order in which they judge.
     *
     * @param address how the addresses of conditional requests are read
     * @param ownBases from the base URL of a request to all base URLs of the endpoint, without a slash at the end
     */
    public RequestInterceptor(
            ConditionalAddress address,
            List<RequestGuard> guards,
            Function<String, Set<String>> ownBases,
            Refusals refusals) {
        this.address = address;
        this.guards = List.copyOf(guards);
        this.ownBases = ownBases;
        this.refusals = refusals;
    }

    /** Returns the guards of requests in the order in which they judge. */
    public List<RequestGuard> guards() {
        return guards;
    }

    /**
     * POST_PROCESSED, because it is the first pointcut that knows the interaction and the last before the body is read: a
     * missing right is told before a broken body and before an unknown id.
     */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 0)
    void beforeBody(RequestDetails details) {
        address.rewrite(details);
        Request request = Requests.begin(details, ownBases);
        for (RequestGuard guard : guards) {
            refusals.decide(guard.family(), () -> guard.beforeBody(request), details);
        }
        // HAPI has read these headers by now.
        details.setRewriteHistory(false);
        // A change that met another one is judged anew on what the other one left; who named a version is refused then.
        details.setRetry(!request.interaction().reads());
        details.setMaxRetries(MOST_RETRIES);
        for (String header : WITHHELD) {
            boolean ours = refusals.enforces(Family.VERSION) || !header.equals("If-Match");
            if (ours && details.getHeader(header) != null) {
                hide(details, header);
            }
        }
        String since = details.getHeader("If-Modified-Since");
        if (since != null && DateUtils.parseDate(since) == null) {
            // RFC 9110 section 13.1.3: ignored when it is no date; HAPI fails on it.
            hide(details, "If-Modified-Since");
        }
    }

    private static void hide(RequestDetails details, String header) {
        if (details instanceof ServletRequestDetails servlet) {
            // Cheaper than to set the header, for which HAPI copies them all.
            servlet.setServletRequest(new WithoutHeader(servlet.getServletRequest(), header));
        }
        if (!details.getHeaders(header).isEmpty()) {
            details.setHeaders(header, List.of());
        }
    }
}
