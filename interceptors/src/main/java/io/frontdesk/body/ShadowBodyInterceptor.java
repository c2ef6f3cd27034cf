package io.frontdesk.body;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;

/**
 * Judges bodies while the whole contract is in shadow: HAPI has read them in its own way by then, and goes on with what it has
 * read.
 */
@Interceptor
public final class ShadowBodyInterceptor {

    private final BodyInterceptor bodies;
    private final BundleInterceptor bundles;
    private final Refusals refusals;

    /** Takes what judges bodies, and the entries of bundles, where the contract is not in shadow. */
    public ShadowBodyInterceptor(BodyInterceptor bodies, BundleInterceptor bundles, Refusals refusals) {
        this.bodies = bodies;
        this.bundles = bundles;
        this.refusals = refusals;
    }

    /** PRE_HANDLED, because HAPI has read the body and not yet done anything. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    void afterParsing(RequestDetails details) {
        if (!details.isSubRequest()) {
            refusals.tryOut(() -> bodies.tryOut(details));
            refusals.tryOut(() -> bundles.tryOut(details));
        }
    }
}
