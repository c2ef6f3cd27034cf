package io.frontdesk.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows callers only what they may see: a read of something else is refused, a search leaves it out.
 *
 * <p>PREACCESS, because it is where the storage hands out resources, whatever asked for them: read, search, an include, or
 * a later page of a search that somebody else may have begun.
 */
@Interceptor
public final class ReadInterceptor {

    private final RightsGuard rights;
    private final Optional<ContextGuard> context;
    private final Refusals refusals;

    public ReadInterceptor(RightsGuard rights, Optional<ContextGuard> context, Refusals refusals) {
        this.rights = rights;
        this.context = context;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
    void beforeAccess(IPreResourceAccessDetails found, @Nullable RequestDetails details) {
        Optional<Request> request =
                Requests.of(details).filter(asked -> asked.interaction().reads());
        if (request.isEmpty()) {
            return;
        }
        boolean one =
                request.get().interaction() == Interaction.READ || request.get().interaction() == Interaction.VREAD;
        for (int i = 0; i < found.size(); i++) {
            Decision decision = mayShow(request.get(), found.getResource(i));
            if (one) {
                refusals.throwIfRefused(decision);
            } else if (decision instanceof Decision.Refuse) {
                found.setDontReturnResourceAtIndex(i);
            }
        }
    }

    private Decision mayShow(Request request, IBaseResource resource) {
        return rights.mayShow(request, resource)
                .and(() -> context.map(guard -> guard.mayShow(request.caller(), resource, request.ownBases()))
                        .orElseGet(Decision::permit));
    }
}
