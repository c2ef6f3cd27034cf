package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Judges requests while the whole contract is in shadow: what HAPI goes on with stays as the client sent it. */
@Interceptor
public final class ShadowRequestInterceptor {

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
    public ShadowRequestInterceptor(
            ConditionalAddress address,
            List<RequestGuard> guards,
            Function<String, Set<String>> ownBases,
            Refusals refusals) {
        this.address = address;
        this.guards = List.copyOf(guards);
        this.ownBases = ownBases;
        this.refusals = refusals;
    }

    /** POST_PROCESSED, where the guards judge that are not in shadow. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 0)
    void beforeBody(RequestDetails details) {
        refusals.tryOut(() -> {
            Request request = address.respelled(Requests.begin(details, ownBases));
            Requests.replace(details, request);
            for (RequestGuard guard : guards) {
                refusals.decide(guard.family(), () -> guard.beforeBody(request), details);
            }
        });
    }
}
