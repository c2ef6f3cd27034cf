package io.frontdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A client of one endpoint that sends exactly what it is told to, with one token. */
public final class Rest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FHIR_JSON = "application/fhir+json";

    private final String base;
    private final String token;
    private final HttpClient http;

    /** Takes the endpoint's base URL and a token; with an empty one none is sent. */
    public Rest(String base, String token) {
        this(base, token, HTTP);
    }

    /** Takes also what connects. */
    public Rest(String base, String token, HttpClient http) {
        this.base = base;
        this.token = token;
        this.http = http;
    }

    /** Returns a file of ours beside this class as JSON to change and send. */
    public static ObjectNode fixture(String name) {
        try (InputStream file = Objects.requireNonNull(Rest.class.getResourceAsStream(name), name)) {
            return (ObjectNode) JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the endpoint's base URL. */
    public String base() {
        return base;
    }

    /** Returns the same endpoint's client with another token. */
    public Rest with(String otherToken) {
        return new Rest(base, otherToken, http);
    }

    /** Reads. */
    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** Creates a resource of the body's type. */
    public Answer post(JsonNode resource, String... headers) {
        return send(
                "POST",
                resource.path("resourceType").asText(),
                resource.toString(),
                plus(headers, "Content-Type", FHIR_JSON));
    }

    /** Updates the resource that the body names. */
    public Answer put(JsonNode resource, String... headers) {
        String path = resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
        return send("PUT", path, resource.toString(), plus(headers, "Content-Type", FHIR_JSON));
    }

    /** Sends a JSON Patch. */
    public Answer patch(String path, String patch, String... headers) {
        return send("PATCH", path, patch, plus(headers, "Content-Type", "application/json-patch+json"));
    }

    /** Sends anything, and keeps what comes back. */
    public Answer send(String method, String path, String body, String... headers) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends anything, and keeps what comes back. */
    public Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String[] plus(String[] headers, String name, String value) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return headers;
            }
        }
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }
}
