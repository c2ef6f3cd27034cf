package io.frontdesk.search;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.QueryParameters;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Lets HAPI search for what a search means by the contract, and links the pages as the contract wants it. */
@Interceptor
public final class SearchMeaningInterceptor {

    private static final String ASKED = SearchMeaningInterceptor.class.getName();

    private final FhirContext fhir;
    private final SearchPolicy policy;

    /** Takes what searches may ask and mean. */
    public SearchMeaningInterceptor(FhirContext fhir, SearchPolicy policy) {
        this.fhir = fhir;
        this.policy = policy;
    }

    /** POST_PROCESSED, after the guards have judged what was sent, and before anybody acts on it. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 3)
    void beforeSearch(RequestDetails details) {
        Requests.of(details)
                .filter(request -> request.interaction() == Interaction.SEARCH)
                .ifPresent(request -> mean(details, request));
    }

    private void mean(RequestDetails details, Request request) {
        Map<String, List<String>> meant = policy.meant(request.type(), request.parameters());
        details.getUserData().put(ASKED, request);
        if (!meant.equals(request.parameters())) {
            Requests.replace(details, request.withParameters(meant));
            details.setParameters(QueryParameters.arrays(meant));
        }
    }

    /** OUTGOING_RESPONSE, after everybody else who links pages. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = 50)
    void beforeAnswer(RequestDetails details, @Nullable IBaseResource answer) {
        if (!(answer instanceof IBaseBundle) || !(details.getUserData().get(ASKED) instanceof Request asked)) {
            return;
        }
        policy.page(asked.type()).filter(PageRule::relative).ifPresent(page -> {
            FhirTerser terser = fhir.newTerser();
            String total = terser.getSinglePrimitiveValueOrNull(answer, "total");
            BaseRuntimeChildDefinition links =
                    fhir.getResourceDefinition(answer).getChildByName("link");
            // HAPI's accessors hand out the element's own list.
            links.getAccessor().getValues(answer).clear();
            PageLinks.of(asked.type(), asked.parameters(), page, total == null ? 0 : Integer.parseInt(total))
                    .forEach((relation, url) -> {
                        IBase link = terser.addElement(answer, "link");
                        terser.setElement(link, "relation", relation);
                        terser.setElement(link, "url", url);
                    });
        });
    }
}
