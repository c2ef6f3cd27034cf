package io.frontdesk.write;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Requests;
import org.jspecify.annotations.Nullable;

/**
 * Lets HAPI refuse at once to delete what something else refers to. HAPI takes that for a collision with another request and
 * carries the deletion out again and again, for seconds, and the reference is still there.
 */
@Interceptor
public final class DeletionConflictInterceptor {

    /** Another entry of a transaction may take the reference away, and that one may collide. */
    private static final int MOST_RETRIES_OF_BUNDLES = 1;

    /** DELETE_CONFLICTS, where HAPI has found a reference and does not know yet whether it stands against the deletion. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_DELETE_CONFLICTS)
    void beforeRefusal(@Nullable RequestDetails details) {
        if (details != null) {
            Requests.repeat(details, Requests.bundled(details) ? MOST_RETRIES_OF_BUNDLES : 0);
        }
    }
}
