package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a POST for the PATCH that it says it is, for clients that cannot send one: by the header {@value #HEADER} or the
 * parameter {@value #PARAMETER} of the address. From there on it is a PATCH, to HAPI and to every guard. Registered where the
 * contract says {@code update.methodOverride: true}.
 */
@Interceptor
public final class MethodOverrideInterceptor {

    static final String HEADER = "X-HTTP-Method-Override";
    static final String PARAMETER = "_method";

    private static final Set<RequestTypeEnum> OVERRIDABLE = Set.of(RequestTypeEnum.POST, RequestTypeEnum.PATCH);

    private final Refusals refusals;

    public MethodOverrideInterceptor(Refusals refusals) {
        this.refusals = refusals;
    }

    /** PRE_HANDLER_SELECTED, since HAPI chooses by the method next; behind the token, which is asked for first. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -900)
    void beforeAHandlerIsChosen(RequestDetails details) {
        List<String> wanted = new ArrayList<>(details.getHeaders(HEADER));
        wanted.addAll(List.of(details.getParameters().getOrDefault(PARAMETER, new String[0])));
        if (wanted.isEmpty()) {
            return;
        }
        boolean patch = wanted.stream().allMatch("patch"::equalsIgnoreCase);
        if (!patch || !OVERRIDABLE.contains(details.getRequestType())) {
            throw refusals.refused(
                    Family.OFFER,
                    Refusal.of(
                                    Rule.INTERACTION_NOT_OFFERED,
                                    "A POST stands for a PATCH here, and nothing else for anything else.",
                                    "Send POST with " + HEADER + ": patch or " + PARAMETER
                                            + "=patch, or the method itself.")
                            .with("interaction", "unknown"),
                    details);
        }
        details.setRequestType(RequestTypeEnum.PATCH);
        Map<String, String[]> others = new LinkedHashMap<>(details.getParameters());
        if (others.remove(PARAMETER) != null) {
            Map<String, List<String>> left = new LinkedHashMap<>();
            others.forEach((name, values) -> left.put(name, List.of(values)));
            details.setParameters(others);
            String url = details.getCompleteUrl();
            String address = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
            details.setCompleteUrl(left.isEmpty() ? address : address + "?" + QueryParameters.query(left));
        }
    }
}
