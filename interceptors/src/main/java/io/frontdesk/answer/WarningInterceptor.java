package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Requests;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that asks for it ({@code Prefer: return=OperationOutcome}; FHIR R4, 3.1.0.1.10) what its write was not
 * refused for: each broken rule that the contract only warns of is one issue of severity {@code warning}.
 */
@Interceptor
public final class WarningInterceptor {

    private final Refusals refusals;

    public WarningInterceptor(Refusals refusals) {
        this.refusals = refusals;
    }

    /** SERVER_OUTGOING_RESPONSE, where HAPI has made the answer that the client prefers, and has not written it yet. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(@Nullable IBaseResource answer, @Nullable RequestDetails details) {
        if (details != null && answer instanceof IBaseOperationOutcome outcome) {
            Requests.warnings(details).forEach(warning -> refusals.warn(outcome, warning));
        }
    }
}
