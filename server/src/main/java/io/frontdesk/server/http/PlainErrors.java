package io.frontdesk.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells the errors that Jetty finds itself: an OperationOutcome, or a short JSON where FHIR is not spoken. Nothing of the
 * request or of an exception is repeated.
 */
final class PlainErrors extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        var body = body(path(request), status);
        response.getHeaders().put(RequestIds.HEADER, RequestIds.of(request));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, body.type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.bytes.length);
        response.write(true, ByteBuffer.wrap(body.bytes), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    private static String path(Request request) {
        var path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/fhir" : path;
    }

    private static Body body(String path, int status) {
        var text = text(status);
        boolean fhir = under("/fhir", path)
                // A request that Jetty cannot read has no address; most of them are meant for FHIR.
                || (status != HttpStatus.NOT_FOUND_404 && !under("/health", path) && !under("/dev", path));
        if (fhir) {
            return new Body(
                    "application/fhir+json;charset=UTF-8",
                    "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\""
                            + issueType(status) + "\",\"diagnostics\":\"" + text + "\"}]}");
        }
        return new Body(
                "application/json", "{\"error\":\"" + code(status) + "\",\"error_description\":\"" + text + "\"}");
    }

    private static boolean under(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private static String code(int status) {
        return HttpStatus.getMessage(status).toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static String text(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "The request is no well-formed HTTP request.";
            case HttpStatus.NOT_FOUND_404 -> "There is nothing under this address. FHIR is served under /fhir.";
            case HttpStatus.URI_TOO_LONG_414 -> "The address is too long.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are larger than 16 KiB.";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server is stopping. Send the request again later.";
            default -> HttpStatus.getMessage(status) + ".";
        };
    }

    /** Returns the issue type; these exist in DSTU3 and R4. */
    private static String issueType(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> "not-found";
            case HttpStatus.PAYLOAD_TOO_LARGE_413,
                    HttpStatus.URI_TOO_LONG_414,
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "too-long";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "transient";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "not-supported";
            default -> status < HttpStatus.INTERNAL_SERVER_ERROR_500 ? "invalid" : "exception";
        };
    }

    private static final class Body {
        private final String type;
        private final byte[] bytes;

        Body(String type, String text) {
            this.type = type;
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
