package io.frontdesk.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The body of one request of a client, and the resource that it means. Belongs to the thread of the request. */
final class Translation implements FhirRequest.Body {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpServletRequest client;
    private final int most;
    private final FacadePolicy policy;
    private final Optional<String> id;
    private JsonNode sent = MissingNode.getInstance();
    private Optional<BadMessageException> fault = Optional.empty();

    /**
     * @param most how many bytes are read
     * @param id the id of the appointment that is changed
     */
    Translation(HttpServletRequest client, int most, FacadePolicy policy, Optional<String> id) {
        this.client = client;
        this.most = most;
        this.policy = policy;
        this.id = id;
    }

    /** Returns the resource; something that no endpoint stores where the client's body means none. */
    @Override
    public byte[] make() throws IOException {
        try {
            sent = read();
            ObjectNode resource = JSON.createObjectNode().put("resourceType", policy.type());
            id.ifPresent(value -> resource.put("id", value));
            policy.shape().put(resource, sent, "");
            return JSON.writeValueAsBytes(resource);
        } catch (BadMessageException e) {
            fault = Optional.of(e);
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
    }

    private JsonNode read() throws IOException, BadMessageException {
        String type = client.getContentType();
        String encoding = client.getHeader("Content-Encoding");
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/([a-z.-]+\\+)?json\\s*(;.*)?")) {
            throw BadMessageException.unread(415, "The body must be JSON, with Content-Type: application/json.");
        }
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw BadMessageException.unread(415, "The body must be sent as it is, without Content-Encoding.");
        }
        byte[] bytes = client.getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw BadMessageException.unread(413, "The body must have at most " + most + " bytes.");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw BadMessageException.of("The body must be one JSON object; it cannot be read"
                    + Optional.ofNullable(e.getLocation())
                            .map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                            .orElse("")
                    + ".");
        }
    }

    /** Returns what the client sent. */
    JsonNode sent() {
        return sent;
    }

    /** Returns why the body means no resource. */
    Optional<BadMessageException> fault() {
        return fault;
    }
}
