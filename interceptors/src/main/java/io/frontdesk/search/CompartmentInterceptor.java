package io.frontdesk.search;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.QueryParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a search in a compartment, {@code GET Patient/[id]/Appointment} (FHIR, http.html, search), for the search of the type
 * that it is, where the contract offers it ({@code search.<type>.compartments}). From there on it is that search, to HAPI and
 * to every guard.
 */
@Interceptor
public final class CompartmentInterceptor {

    private final SearchPolicy policy;

    public CompartmentInterceptor(SearchPolicy policy) {
        this.policy = policy;
    }

    /** PRE_HANDLER_SELECTED, since HAPI chooses by the address next; behind the token, which is asked for first. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -850)
    void beforeAHandlerIsChosen(RequestDetails details) {
        String type = details.getCompartmentName();
        String owner = details.getResourceName();
        if (type == null
                || owner == null
                || details.getId() == null
                || details.getRequestType() != RequestTypeEnum.GET) {
            return;
        }
        Optional<String> parameter = policy.compartment(owner, type);
        parameter.ifPresent(name ->
                search(details, type, name, owner + "/" + details.getId().getIdPart()));
    }

    private static void search(RequestDetails details, String type, String parameter, String owner) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        details.getParameters().forEach((name, values) -> asked.put(name, new ArrayList<>(List.of(values))));
        asked.computeIfAbsent(parameter, name -> new ArrayList<>()).add(owner);
        details.setParameters(QueryParameters.arrays(asked));
        details.setResourceName(type);
        details.setId(null);
        details.setCompartmentName(null);
        details.setRequestPath(type);
        details.setCompleteUrl(details.getFhirServerBase() + "/" + type + "?" + QueryParameters.query(asked));
    }
}
