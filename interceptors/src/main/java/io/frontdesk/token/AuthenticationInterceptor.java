package io.frontdesk.token;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.caller.Callers;
import io.frontdesk.caller.SubjectLabel;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Asks every request for a bearer token or, where that is enough, a client certificate, but for the CapabilityStatement ({@code GET [base]/metadata}) and
 * {@code OPTIONS}, which FHIR R4 (RESTful API, "capabilities") leaves open so that a client can find out how to get one.
 *
 * <p>Goes before every other hook that judges a request. Immutable.
 */
@Interceptor
public final class AuthenticationInterceptor {

    private static final String REALM = "Bearer realm=\"frontdesk\"";
    /** RFC 6750 sections 2.2 and 2.3. */
    private static final String PARAMETER = "access_token";

    private static final Refusal TOKEN_IN_THE_OPEN = Refusal.of(
            Rule.TOKEN_INVALID,
            "The request has a parameter access_token.",
            "Send the token in the Authorization header only. Get a new one if this was in an address, which others log.");
    private static final Set<RequestTypeEnum> READING = Set.of(RequestTypeEnum.GET, RequestTypeEnum.HEAD);

    private final Authenticator callers;
    private final Refusals refusals;

    /**
     * @param callers who says who sends a request
     * @param refusals tells the client why not
     */
    public AuthenticationInterceptor(Authenticator callers, Refusals refusals) {
        this.callers = callers;
        this.refusals = refusals;
    }

    /**
     * Notes who asks, or refuses with 401 (503 when the issuer's keys cannot be had).
     *
     * <p>Here, because nothing of the body is parsed and no method is looked up yet: a bad token costs next to nothing, and
     * nobody without one learns what exists.
     */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -1000)
    void beforeAnythingIsParsed(RequestDetails request, HttpServletRequest servletRequest) {
        if (isOpen(request)) {
            return;
        }
        refusals.decide(Family.TOKEN, () -> admit(request, servletRequest), request);
    }

    private Decision admit(RequestDetails request, HttpServletRequest servletRequest) {
        var verdict = request.getParameters().containsKey(PARAMETER)
                ? new Verdict.Refused(TOKEN_IN_THE_OPEN)
                : callers.of(servletRequest);
        if (verdict instanceof Verdict.Accepted accepted) {
            Callers.set(request, accepted.caller());
            servletRequest.setAttribute(
                    SubjectLabel.ATTRIBUTE, SubjectLabel.of(accepted.caller().subject()));
        }
        return verdict instanceof Verdict.Refused refused
                ? Decision.refuse(challenged(refused.why()))
                : Decision.permit();
    }

    private static boolean isOpen(RequestDetails request) {
        return request.getRequestType() == RequestTypeEnum.OPTIONS
                || (READING.contains(request.getRequestType()) && "metadata".equals(request.getRequestPath()));
    }

    /** Adds the challenge that a 401 must have (RFC 9110 section 15.5.2). */
    private static Refusal challenged(Refusal refusal) {
        return refusal.rule() == Rule.TOKEN_UNVERIFIABLE
                ? refusal
                : refusal.withHeader("WWW-Authenticate", challenge(refusal));
    }

    /** Returns the challenge of RFC 6750 section 3: no error code when no token is at fault (section 3.1). */
    private static String challenge(Refusal refusal) {
        return refusal.rule() != Rule.TOKEN_INVALID
                ? REALM
                : REALM + ", error=\"invalid_token\", error_description=\"" + refusal.text() + "\"";
    }
}
