package io.frontdesk.host;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The one interceptor on somebody else's server: calls the guards for what concerns the contract, and nobody for anything else.
 *
 * <p>Their order among themselves is their own. Among the host's interceptors this one comes first, so that nothing is parsed or
 * answered for whom the contract refuses.
 */
@Interceptor
public final class HostInterceptor {

    private static final int FIRST = -1_000;

    private final Hooks hooks;
    private final Business business;
    private final Strangers strangers;
    private final Optional<PreferReturnEnum> preferred;

    /**
     * @param hooks the guards
     * @param business says which requests concern them
     * @param strangers what is noted of all others
     * @param preferred what a write is answered with where the client does not say, if it is not as the host says
     */
    HostInterceptor(Hooks hooks, Business business, Strangers strangers, Optional<PreferReturnEnum> preferred) {
        this.hooks = hooks;
        this.business = business;
        this.strangers = strangers;
        this.preferred = preferred;
    }

    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = FIRST)
    boolean beforeHandler(ServletRequestDetails details, HttpServletRequest request, HttpServletResponse response) {
        return !business.begin(details)
                || hooks.call(
                        Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, params(details, request, response));
    }

    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = FIRST)
    boolean beforeBody(ServletRequestDetails details, HttpServletRequest request, HttpServletResponse response) {
        if (!business.concerns(details)) {
            strangers.admit(details, request);
            return true;
        }
        if (details.getHeader(Constants.HEADER_PREFER) == null) {
            // The host has a setting for all types.
            preferred.ifPresent(
                    form -> details.setHeaders(Constants.HEADER_PREFER, List.of("return=" + form.getHeaderValue())));
        }
        return hooks.call(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, params(details, request, response));
    }

    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = FIRST)
    void beforeHandling(ServletRequestDetails details, RestOperationTypeEnum operation) {
        if (business.concerns(details)) {
            hooks.call(
                    Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
                    params(details).add(RestOperationTypeEnum.class, operation));
        }
    }

    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = FIRST)
    boolean beforeAnswer(
            ServletRequestDetails details,
            @Nullable IBaseResource answer,
            ResponseDetails response,
            HttpServletRequest request,
            HttpServletResponse sent) {
        return !business.concerns(details)
                || hooks.call(
                        Pointcut.SERVER_OUTGOING_RESPONSE,
                        params(details, request, sent)
                                .add(IBaseResource.class, answer)
                                .add(ResponseDetails.class, response));
    }

    @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = FIRST)
    @Nullable
    BaseServerResponseException beforeFailure(
            @Nullable ServletRequestDetails details,
            Throwable failure,
            HttpServletRequest request,
            HttpServletResponse response) {
        return details == null || !business.concerns(details)
                ? null
                : (BaseServerResponseException) hooks.answer(
                                Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION,
                                params(details, request, response).add(Throwable.class, failure))
                        .orElse(null);
    }

    @Hook(value = Pointcut.SERVER_HANDLE_EXCEPTION, order = FIRST)
    boolean onFailure(
            @Nullable ServletRequestDetails details,
            HttpServletRequest request,
            HttpServletResponse response,
            BaseServerResponseException failure) {
        return details == null
                || !business.concerns(details)
                || hooks.call(
                        Pointcut.SERVER_HANDLE_EXCEPTION,
                        params(details, request, response).add(BaseServerResponseException.class, failure));
    }

    @Hook(value = Pointcut.SERVER_OUTGOING_WRITER_CREATED, order = FIRST)
    @Nullable
    Writer aroundWriter(Writer writer, ServletRequestDetails details) {
        return business.concerns(details)
                ? (Writer) hooks.answer(
                                Pointcut.SERVER_OUTGOING_WRITER_CREATED,
                                params(details).add(Writer.class, writer))
                        .orElse(null)
                : null;
    }

    @Hook(value = Pointcut.SERVER_PROCESSING_COMPLETED, order = FIRST)
    void afterwards(ServletRequestDetails details) {
        if (business.concerns(details)) {
            hooks.call(Pointcut.SERVER_PROCESSING_COMPLETED, params(details));
        }
    }

    /** What is told of the contract's types is true for whoever asks. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    void correct(IBaseConformance statement, @Nullable ServletRequestDetails details) {
        hooks.call(
                Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED, params(details).add(IBaseConformance.class, statement));
    }

    private static HookParams params(@Nullable ServletRequestDetails details) {
        return new HookParams().add(RequestDetails.class, details).add(ServletRequestDetails.class, details);
    }

    private static HookParams params(
            @Nullable ServletRequestDetails details, HttpServletRequest request, HttpServletResponse response) {
        return params(details).add(HttpServletRequest.class, request).add(HttpServletResponse.class, response);
    }
}
