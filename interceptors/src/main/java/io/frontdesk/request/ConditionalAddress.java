package io.frontdesk.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The address of a conditional update, patch or deletion as HAPI is to read it: criteria in the spelling that FHIR knows, and no
 * wider than the caller's context.
 */
public final class ConditionalAddress {

    /** Confines the parameters of an address to what the caller may name. */
    @FunctionalInterface
    public interface Confinement {

        /** Returns the parameters to look for instead. */
        Map<String, List<String>> confine(Caller caller, String type, Map<String, List<String>> parameters);
    }

    private final CriteriaPolicy policy;
    private final Confinement confinement;

    /** Takes the contract's spellings, and what confines criteria. */
    public ConditionalAddress(CriteriaPolicy policy, Confinement confinement) {
        this.policy = policy;
        this.confinement = confinement;
    }

    /** Returns a request whose criteria are spelled as the contract reads them; HAPI goes on with what was sent. */
    Request respelled(Request request) {
        return request.interaction().conditional()
                ? request.withParameters(policy.respelled(request.type(), request.parameters()))
                : request;
    }

    /** Writes the address anew where that makes a difference; everything after it sees that one alone. */
    void rewrite(RequestDetails details) {
        String type = details.getResourceName();
        boolean conditional = type != null
                && details.getRestOperationType() != null
                && Requests.interaction(details, false).conditional();
        if (!conditional || details.getParameters().isEmpty()) {
            return;
        }
        Map<String, List<String>> sent = new LinkedHashMap<>();
        details.getParameters().forEach((name, values) -> sent.put(name, Arrays.asList(values)));
        Map<String, List<String>> meant = confinement.confine(Callers.of(details), type, policy.respelled(type, sent));
        if (!meant.equals(sent)) {
            details.setParameters(QueryParameters.arrays(meant));
            details.setCompleteUrl(details.getFhirServerBase() + "/" + type + "?" + QueryParameters.query(meant));
        }
    }
}
