package io.frontdesk.version;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.DateUtils;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers 304 to a read of what the client already has (RFC 9110 sections 13.1.2 and 13.1.3). HAPI reads one entity tag
 * only, and compares milliseconds with a header that has seconds.
 */
@Interceptor
public final class ConditionalReadInterceptor {

    private static final String SINCE = ConditionalReadInterceptor.class.getName();
    private static final long SECOND = 1_000;

    private final VersionPolicy policy;

    /** Takes what versions are called, and whether they are told. */
    public ConditionalReadInterceptor(VersionPolicy policy) {
        this.policy = policy;
    }

    /** POST_PROCESSED, because HAPI judges these headers when it reads. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 5)
    void beforeRead(RequestDetails details) {
        if (read(details).isEmpty()) {
            return;
        }
        String since = details.getHeader(Constants.HEADER_IF_MODIFIED_SINCE);
        Date day = since == null ? null : DateUtils.parseDate(since);
        if (day != null) {
            details.getUserData().put(SINCE, day);
            details.setHeaders(Constants.HEADER_IF_MODIFIED_SINCE, List.of());
        }
        if (details.getHeader(Constants.HEADER_IF_NONE_MATCH) != null) {
            details.setHeaders(Constants.HEADER_IF_NONE_MATCH, List.of());
        }
    }

    /** OUTGOING_RESPONSE, because only what the caller may see gets that far; false tells HAPI that it is answered. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    boolean beforeAnswer(RequestDetails details, @Nullable IBaseResource answer) {
        Optional<Request> read = read(details);
        if (answer == null
                || read.isEmpty()
                || !answer.fhirType().equals(read.get().type())
                || !(details instanceof ServletRequestDetails servlet)
                || !has(read.get(), (Date) details.getUserData().get(SINCE), answer)) {
            return true;
        }
        HttpServletResponse response = servlet.getServletResponse();
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        if (policy.told()) {
            response.setHeader(Constants.HEADER_ETAG, "W/\"" + version(answer) + "\"");
        }
        Date changed = answer.getMeta().getLastUpdated();
        if (changed != null) {
            response.setHeader(Constants.HEADER_LAST_MODIFIED, DateUtils.formatDate(changed));
        }
        return false;
    }

    private static Optional<Request> read(RequestDetails details) {
        return Requests.of(details).filter(request -> Requests.readsOne(details));
    }

    /** Whether the client has the resource already: by its version, or, if it names none, by the day it was changed. */
    private boolean has(Request request, @Nullable Date since, IBaseResource answer) {
        Precondition known = Precondition.of(request.header(Constants.HEADER_IF_NONE_MATCH));
        if (known instanceof Precondition.None) {
            Date changed = answer.getMeta().getLastUpdated();
            return since != null && changed != null && changed.getTime() / SECOND <= since.getTime() / SECOND;
        }
        return known instanceof Precondition.AnyVersion
                || known instanceof Precondition.OneOf one && one.versions().contains(version(answer));
    }

    private String version(IBaseResource resource) {
        return policy.ids().told(String.valueOf(resource.getIdElement().getVersionIdPart()));
    }
}
