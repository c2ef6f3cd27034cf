package io.frontdesk.server.http;

import io.frontdesk.answer.RequestIdForm;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The headers of every answer: the request's id, and those that keep a browser from doing anything with an answer but hand
 * it to the program that asked (OWASP REST Security Cheat Sheet). No answer is kept by a cache, since it may hold patient
 * data; a client that kept one itself still asks with {@code If-None-Match} and is told 304.
 */
final class AnswerHeaders {

    private static final String TWO_YEARS = "max-age=63072000";

    private AnswerHeaders() {}

    static void put(Request request, RequestIdForm ids, HttpFields.Mutable headers) {
        headers.put(RequestIds.HEADER, RequestIds.of(request, ids));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (request.isSecure()) {
            headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, TWO_YEARS);
        }
    }
}
