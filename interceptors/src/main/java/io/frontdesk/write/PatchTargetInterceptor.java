package io.frontdesk.write;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Requests;
import org.jspecify.annotations.Nullable;

/**
 * Notes which resource a patch in a bundle turned out to mean, since HAPI stores it later without saying which entry it is
 * for. A class of its own, because HAPI has this hook from 8.8 on.
 */
@Interceptor
public final class PatchTargetInterceptor {

    /** PREPATCH, the one moment at which the entry and the stored resource are known together. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH)
    void beforePatch(PrePatchDetails patch, @Nullable RequestDetails details) {
        if (details != null) {
            Requests.target(details, patch.getResource());
        }
    }
}
