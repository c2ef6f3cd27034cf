package io.frontdesk.caller;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.jspecify.annotations.Nullable;

/** Where the caller is kept while HAPI handles a request. */
public final class Callers {

    private static final String KEY = Caller.class.getName();

    private Callers() {}

    /** Notes who sent the request. */
    public static void set(RequestDetails request, Caller caller) {
        request.getUserData().put(KEY, caller);
    }

    /**
     * Returns who sent the request: {@link Caller.Internal} when no HTTP request stands behind it, {@link
     * Caller.Anonymous} when one does and nobody proved who they are.
     */
    public static Caller of(@Nullable RequestDetails request) {
        if (!(request instanceof ServletRequestDetails)) {
            return new Caller.Internal();
        }
        return request.getUserData().get(KEY) instanceof Caller caller ? caller : new Caller.Anonymous();
    }
}
