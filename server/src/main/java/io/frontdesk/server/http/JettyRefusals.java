package io.frontdesk.server.http;

import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import org.eclipse.jetty.http.HttpStatus;

/** What the statuses in which Jetty ends requests amount to. */
final class JettyRefusals {

    private static final String LATER = "Send the request again later.";

    private JettyRefusals() {}

    static Refusal of(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 ->
                Refusal.of(
                        Rule.ADDRESS_UNKNOWN,
                        "There is nothing under this address.",
                        "FHIR is served under /fhir; see GET /fhir/metadata.");
            case HttpStatus.METHOD_NOT_ALLOWED_405, HttpStatus.NOT_IMPLEMENTED_501 ->
                Refusal.of(
                        Rule.INTERACTION_NOT_OFFERED,
                        "The method is not offered under this address.",
                        "See GET [base]/metadata for what is offered.");
            case HttpStatus.REQUEST_TIMEOUT_408 ->
                Refusal.of(
                        Rule.REQUEST_TOO_SLOW,
                        "The request did not arrive in time.",
                        "Send it again over a faster connection.");
            case HttpStatus.PAYLOAD_TOO_LARGE_413 ->
                Refusal.of(Rule.BODY_TOO_LARGE, "The body is too large.", "Send a smaller one.");
            case HttpStatus.URI_TOO_LONG_414 ->
                Refusal.of(
                        Rule.ADDRESS_TOO_LONG, "The address is too long.", "Ask for less in one request, in 16 KiB.");
            case HttpStatus.UNSUPPORTED_MEDIA_TYPE_415 ->
                Refusal.of(Rule.BODY_MEDIA_TYPE, "The body cannot be read.", "Send application/fhir+json in UTF-8.");
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                Refusal.of(
                        Rule.HEADERS_TOO_LARGE,
                        "The headers are larger than 16 KiB.",
                        "Send fewer headers, or a token with fewer claims.");
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                Refusal.of(Rule.HTTP_VERSION, "The HTTP version is not supported.", "Send HTTP/1.1.");
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                Refusal.of(Rule.UNAVAILABLE, "The server is stopping or has no room for the request.", LATER)
                        .withHeader("Retry-After", "5");
            default ->
                status < HttpStatus.INTERNAL_SERVER_ERROR_500
                        ? Refusal.of(
                                Rule.REQUEST_INVALID,
                                "The request is no well-formed HTTP request.",
                                "Check its first line and its headers (RFC 9112).")
                        : Refusal.of(
                                Rule.FAILURE,
                                "The server failed on this request.",
                                "Tell the operator the X-Request-Id of this answer.");
        };
    }
}
