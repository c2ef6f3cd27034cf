package io.frontdesk.server.http;

import ca.uhn.fhir.rest.server.ServletRequestTracing;
import io.frontdesk.answer.RequestIdForm;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** The id by which a request is found again in logs on both sides. */
final class RequestIds {

    /** Carries the id in both directions. */
    static final String HEADER = "X-Request-Id";

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String KNOWN = RequestIds.class.getName();

    /** So much of it does HAPI store with a version. */
    private static final int STORED = 16;

    private RequestIds() {}

    /**
     * Returns the request's id: the client's if it is 1 to 64 letters, digits, dots, hyphens and underscores, else a new
     * one in the given form. Its beginning is kept where HAPI looks for it, so that HAPI uses the same, and not the header, which it takes with
     * blanks and at any length.
     */
    static String of(Request request, RequestIdForm form) {
        if (request.getAttribute(KNOWN) instanceof String known) {
            return known;
        }
        var sent = request.getHeaders().get(HEADER);
        var id = sent != null && ACCEPTED.matcher(sent).matches() ? sent : form.of(UUID.randomUUID());
        request.setAttribute(KNOWN, id);
        request.setAttribute(
                ServletRequestTracing.ATTRIBUTE_REQUEST_ID, id.substring(0, Math.min(id.length(), STORED)));
        return id;
    }

    /** Returns the request's id, in plain digits when nobody has asked for it before. */
    static String of(Request request) {
        return of(request, RequestIdForm.HEX);
    }
}
