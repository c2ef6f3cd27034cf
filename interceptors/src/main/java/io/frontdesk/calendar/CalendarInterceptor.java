package io.frontdesk.calendar;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.util.DateUtils;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.element.VersionIds;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseBinary;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers appointments as calendars: a read whose client accepts {@code text/calendar}, and the contract's operation. HAPI
 * carries out either as a read, so that whatever is hidden, deleted or unknown is as hidden, deleted or unknown here.
 */
@Interceptor
public final class CalendarInterceptor {

    private static final int OK = 200;

    private final FhirContext fhir;
    private final CalendarPolicy policy;
    private final VersionIds versions;
    private final Refusals refusals;

    public CalendarInterceptor(FhirContext fhir, CalendarPolicy policy, VersionIds versions, Refusals refusals) {
        this.fhir = fhir;
        this.versions = versions;
        this.policy = policy;
        this.refusals = refusals;
    }

    /** PRE_HANDLER_SELECTED, the last pointcut at which it can be said what HAPI is to carry out. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    void beforeHandler(RequestDetails details) {
        boolean ofOne = policy.type().equals(details.getResourceName())
                && details.getId() != null
                && details.getId().hasIdPart()
                && !details.getId().hasVersionIdPart();
        boolean called = details.getRequestType() == RequestTypeEnum.GET
                || details.getRequestType() == RequestTypeEnum.POST
                || details.getRequestType() == RequestTypeEnum.HEAD;
        policy.operation()
                .filter(name -> ofOne && called && name.equals(details.getOperation()))
                .ifPresent(name -> Requests.readFor(details, name));
    }

    /** OUTGOING_RESPONSE, because only what the caller may see gets that far, and later than what answers 304. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = 10)
    boolean beforeAnswer(RequestDetails details, @Nullable IBaseResource answer, @Nullable ResponseDetails response)
            throws IOException {
        Optional<Request> asked =
                Requests.of(details).filter(request -> Requests.readsOne(details) && isForCalendar(request));
        if (asked.isEmpty() || answer == null || !answer.fhirType().equals(policy.type()) || response == null) {
            return true;
        }
        Request request = asked.get();
        refusals.decide(Family.CALENDAR, () -> policy.may(answer), details);
        String calendar = policy.calendar(answer, request.caller().claims(), request.ownBases());
        validators(details.getResponse(), answer);
        if (policy.exports(request) && Wish.exportsInFhir(request)) {
            response.setResponseResource(binary(calendar.getBytes(StandardCharsets.UTF_8)));
            return true;
        }
        write(details, answer, calendar);
        return false;
    }

    private boolean isForCalendar(Request request) {
        return policy.exports(request) || (!policy.mediaTypes(request).isEmpty() && Wish.reads(request));
    }

    private IBaseResource binary(byte[] calendar) {
        IBaseBinary binary = (IBaseBinary) fhir.getResourceDefinition("Binary").newInstance();
        binary.setContentType(CalendarPolicy.MEDIA_TYPE);
        binary.setContent(calendar);
        return binary;
    }

    /** The version and the day of the appointment are those of its calendar. */
    private void validators(IRestfulResponse response, IBaseResource appointment) {
        String version = appointment.getIdElement().getVersionIdPart();
        if (version != null) {
            response.addHeader(Constants.HEADER_ETAG, "W/\"" + versions.told(version) + "\"");
        }
        Date changed = appointment.getMeta().getLastUpdated();
        if (changed != null) {
            response.addHeader(Constants.HEADER_LAST_MODIFIED, DateUtils.formatDate(changed));
        }
    }

    private static void write(RequestDetails details, IBaseResource appointment, String calendar) throws IOException {
        IRestfulResponse response = details.getResponse();
        response.addHeader(
                Constants.HEADER_CONTENT_DISPOSITION,
                "attachment; filename=\"appointment-"
                        + appointment.getIdElement().getIdPart() + ".ics\"");
        Writer writer = response.getResponseWriter(
                OK, CalendarPolicy.MEDIA_TYPE, Constants.CHARSET_NAME_UTF8, details.isRespondGzip());
        writer.append(calendar);
        response.commitResponse(writer);
    }
}
