package io.frontdesk.dropin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.BiConsumer;

/** Sends requests to a host. */
final class HostClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back. */
    record Answer(int status, String body, HttpResponse<String> whole) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        /** Returns the id of the rule that refused. */
        String rule() {
            for (JsonNode coding : json().at("/issue/0/details/coding")) {
                if ("urn:frontdesk:refusal".equals(coding.path("system").asText())) {
                    return coding.path("code").asText();
                }
            }
            return "";
        }

        /** Returns the id of what was created. */
        String id() {
            return whole.headers().firstValue("Location").orElseThrow().replaceFirst(".*/([^/]+)/_history/.*", "$1");
        }
    }

    private final String base;
    private final BiConsumer<HttpRequest.Builder, List<String>> signing;

    /**
     * @param signing makes a request that of somebody with roles
     */
    HostClient(String base, BiConsumer<HttpRequest.Builder, List<String>> signing) {
        this.base = base;
        this.signing = signing;
    }

    String base() {
        return base;
    }

    Answer anonymous(String method, String path, String body, String... headers) {
        return send(request(method, path, body, headers));
    }

    Answer as(List<String> roles, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body, headers);
        signing.accept(request, roles);
        return send(request);
    }

    private HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/fhir+json");
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
