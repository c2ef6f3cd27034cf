package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Requests;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers 404 to a deletion that deleted nothing. HAPI answers 200 to it, with or without a resource that was there once;
 * a client whose id is wrong would go on in good faith, and one that may not see a resource could tell it from none.
 */
@Interceptor
public final class DeletionInterceptor {

    private static final String DELETED = DeletionInterceptor.class.getName();

    /** PRESTORAGE, since not every store has a later hook; a deletion that fails after it has another answer anyway. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = HookOrder.LAST)
    void beforeDelete(IBaseResource stored, @Nullable RequestDetails details) {
        if (details != null) {
            details.getUserData().put(DELETED, true);
        }
    }

    /** OUTGOING_RESPONSE, the last moment at which the answer can become another. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details) {
        boolean asked = !Requests.bundled(details)
                && Requests.of(details)
                        .filter(request -> request.interaction() == Interaction.DELETE
                                || request.interaction() == Interaction.CONDITIONAL_DELETE)
                        .isPresent();
        if (asked && !details.getUserData().containsKey(DELETED)) {
            throw new ResourceNotFoundException("nothing to delete");
        }
    }
}
