package io.frontdesk.server.http;

import ca.uhn.fhir.rest.api.EncodingEnum;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells the errors that Jetty finds itself as refusals of the endpoint that was asked, in its FHIR version and dialect; the
 * first one's where the address names none. The development identity speaks OAuth, not FHIR, and gets its short JSON.
 * Nothing of the request or of an exception is repeated.
 */
final class PlainErrors extends ErrorHandler {

    private static final String DEVELOPMENT = "/dev";

    private final List<Endpoint> endpoints;

    PlainErrors(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        var endpoint = Endpoint.at(request, endpoints);
        AnswerHeaders.put(request, endpoint.requestIds(), response.getHeaders());
        var body = Endpoint.under(DEVELOPMENT, Endpoint.path(request))
                ? oauth(response, status)
                : fhir(request, response, status, endpoint.refusals());
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    private String fhir(Request request, Response response, int status, Refusals refusals) {
        var refusal = JettyRefusals.of(status);
        // A status of Jetty's that is no rule's own is told as it is.
        response.setStatus(refusal.rule().status() == status ? refusals.status(refusal) : status);
        refusal.headers().forEach(response.getHeaders()::put);
        var bare = refusals.bare(refusal);
        if (bare.isPresent()) {
            if (!bare.get().isEmpty()) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=UTF-8");
            }
            return bare.get();
        }
        var encoding = AnswerFormats.of(request);
        response.getHeaders()
                .put(
                        HttpHeader.CONTENT_TYPE,
                        encoding == EncodingEnum.XML
                                ? "application/fhir+xml;charset=UTF-8"
                                : "application/fhir+json;charset=UTF-8");
        return refusals.text(refusal, encoding);
    }

    private static String oauth(Response response, int status) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Refusal refusal = JettyRefusals.of(status);
        return "{\"error\":\""
                + HttpStatus.getMessage(status).toLowerCase(Locale.ROOT).replace(' ', '_')
                + "\",\"error_description\":\"" + refusal.text() + "\"}";
    }
}
