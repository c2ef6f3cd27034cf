package io.frontdesk.request;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One operation of a JSON Patch (RFC 6902) as a client sent it, before anything is made of it.
 *
 * @param op the operation's name, or an empty text when the client sent none
 * @param path where it goes, as it is spelled, or an empty text
 * @param value what it brings, or a missing node
 */
public record PatchOperation(String op, String path, JsonNode value) {

    /** Returns the operation that a member of a patch document stands for. */
    public static PatchOperation of(JsonNode sent) {
        return new PatchOperation(sent.path("op").asText(), sent.path("path").asText(), sent.path("value"));
    }
}
