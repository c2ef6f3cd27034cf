package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Requests;
import org.jspecify.annotations.Nullable;

/**
 * Leaves with a request that fails why it does, for who answers the client in another form. The answer itself stays HAPI's. For an
 * endpoint all of whose guards are in shadow; elsewhere {@link RefusalInterceptor} does it.
 */
@Interceptor
public final class FailureInterceptor {

    /** PRE_PROCESS_OUTGOING_EXCEPTION, because every exception of a request passes here before it becomes an answer. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    void beforeAnswer(Throwable failure, @Nullable RequestDetails details) {
        handOn(
                failure instanceof RefusedException refused
                        ? refused.refusal()
                        : HapiFailures.refusal(failure, Requests.of(details)),
                details);
    }

    /** Leaves a refusal with the request, under its class name. */
    static void handOn(Refusal refusal, @Nullable RequestDetails details) {
        if (details instanceof ServletRequestDetails servlet) {
            servlet.getServletRequest().setAttribute(Refusal.class.getName(), refusal);
        }
    }
}
