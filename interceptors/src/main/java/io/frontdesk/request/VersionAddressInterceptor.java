package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.element.VersionIds;
import org.hl7.fhir.instance.model.api.IIdType;

/** Reads the versions in addresses ({@code _history/0}) as the contract calls them. */
@Interceptor
public final class VersionAddressInterceptor {

    private final VersionIds ids;

    /** Takes what versions are called. */
    public VersionAddressInterceptor(VersionIds ids) {
        this.ids = ids;
    }

    /** PRE_HANDLER_SELECTED, where the address is taken apart and nobody has acted on it. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    void beforeHandler(RequestDetails details) {
        IIdType id = details.getId();
        if (id != null && id.hasVersionIdPart()) {
            details.setId(id.withVersion(ids.stored(id.getVersionIdPart())));
        }
    }
}
