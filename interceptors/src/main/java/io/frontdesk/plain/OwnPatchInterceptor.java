package io.frontdesk.plain;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Requests;

/**
 * Has a patch of one resource carried out by the owner's method for updates. What a method for patches would make of it nobody
 * could judge before it is stored.
 */
@Interceptor
public final class OwnPatchInterceptor {

    /** PRE_HANDLER_SELECTED, since HAPI chooses the owner's method next; behind the token, and what reads the media type. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -700)
    void beforeAHandlerIsChosen(RequestDetails details) {
        if (details.getRequestType() == RequestTypeEnum.PATCH
                && details.getId() != null
                && details.getId().hasIdPart()) {
            Requests.updateFor(details);
        }
    }
}
