package io.frontdesk.server.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server answered.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param text the body, as far as it is read
 */
record Got(int status, HttpHeaders headers, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");
    private static final Pattern CREATED = Pattern.compile(".*/Appointment/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]*)?");

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Returns the body as JSON, or a missing node where it is none. */
    JsonNode json() {
        return tree(text);
    }

    /** Returns a text as JSON, or a missing node where it is none. */
    static JsonNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }

    boolean holds(String resourceType) {
        return json().path("resourceType").asText().equals(resourceType);
    }

    /** Returns the version in the ETag, or else in the resource. */
    Optional<String> version() {
        return headers.firstValue("ETag")
                .map(TAG::matcher)
                .filter(Matcher::matches)
                .map(tag -> tag.group(1))
                .or(() -> Optional.of(json().at("/meta/versionId").asText()).filter(id -> !id.isEmpty()));
    }

    /** Returns the id of the resource that was created, by the header Location or the body. */
    Optional<String> created() {
        return headers.firstValue("Location")
                .map(CREATED::matcher)
                .filter(Matcher::matches)
                .map(address -> address.group(1))
                .or(() -> Optional.of(json().path("id").asText()).filter(id -> !id.isEmpty()));
    }
}
