package io.frontdesk.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Requests;
import java.util.Collection;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Lets clients search for the endpoint's own resources by whatever address they know them. */
@Interceptor
public final class ReferenceSearchInterceptor {

    private final ReferenceSpelling spelling;

    /** Takes the contract's own SearchParameter resources. */
    public ReferenceSearchInterceptor(FhirContext fhir, Collection<? extends IBaseResource> parameters) {
        this.spelling = new ReferenceSpelling(fhir, parameters);
    }

    /** POST_PROCESSED, after the guards have judged what was sent and after the page was widened, which sets parameters too. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 6)
    void beforeSearch(RequestDetails details) {
        Requests.of(details)
                .filter(request -> request.interaction() == Interaction.SEARCH)
                .ifPresent(request -> {
                    Map<String, String[]> sent = details.getParameters();
                    Map<String, String[]> spelled = spelling.of(request.type(), sent, request.ownBases());
                    if (spelled != sent) {
                        details.setParameters(spelled);
                    }
                });
    }
}
