package io.frontdesk.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.request.Requests;
import io.frontdesk.write.Write;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stored resource before a patch is applied to it: whether a patch can be applied, and whether its {@code test}
 * operations hold, tells what is stored.
 *
 * <p>PREPATCH, the only pointcut before that; servers older than HAPI 8.8 do not have it.
 */
@Interceptor
public final class PatchInterceptor {

    private final HiddenGuard guard;
    private final Refusals refusals;

    public PatchInterceptor(HiddenGuard guard, Refusals refusals) {
        this.guard = guard;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH)
    void beforePatch(PrePatchDetails patch, @Nullable RequestDetails details) {
        IBaseResource stored = patch.getResource();
        refusals.decide(
                guard.family(), () -> guard.beforeWrite(Write.update(Requests.of(details), stored, stored)), details);
    }
}
