package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Requests;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Sends ETag and Last-Modified with the answer to a patch, as FHIR demands of every answer that changes or shows one
 * resource (R4, 3.1.0.1.3); HAPI sends them with all but that one.
 */
@Interceptor
public final class VersionHeadersInterceptor {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String WRITTEN = VersionHeadersInterceptor.class.getName();

    /** PRECOMMIT, because only there the new version is known whatever the client wants to see of it. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterWrite(IBaseResource stored, IBaseResource written, @Nullable RequestDetails details) {
        if (details != null
                && Requests.of(details)
                        .filter(request -> request.interaction() == Interaction.PATCH)
                        .isPresent()) {
            details.getUserData().put(WRITTEN, written);
        }
    }

    /** OUTGOING_RESPONSE, the last moment before the headers are sent. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details, @Nullable ResponseDetails response) {
        boolean patch = Requests.of(details)
                .filter(request -> request.interaction() == Interaction.PATCH)
                .isPresent();
        if (!patch || response == null) {
            return;
        }
        // A patch that changes nothing commits nothing; then the answer itself shows the version.
        IBaseResource shown = details.getUserData().get(WRITTEN) instanceof IBaseResource written
                ? written
                : response.getResponseResource();
        if (shown != null && shown.getIdElement().hasVersionIdPart()) {
            details.getResponse()
                    .addHeader(
                            Constants.HEADER_ETAG, "W/\"" + shown.getIdElement().getVersionIdPart() + "\"");
            Date changed = shown.getMeta().getLastUpdated();
            if (changed != null && !showsItsDate(response.getResponseResource())) {
                details.getResponse()
                        .addHeader(
                                Constants.HEADER_LAST_MODIFIED,
                                HTTP_DATE.format(Instant.ofEpochMilli(changed.getTime())));
            }
        }
    }

    /** HAPI itself sends Last-Modified with a resource that it shows, and only with that. */
    private static boolean showsItsDate(@Nullable IBaseResource shown) {
        return shown != null && shown.getMeta() != null && shown.getMeta().getLastUpdated() != null;
    }
}
