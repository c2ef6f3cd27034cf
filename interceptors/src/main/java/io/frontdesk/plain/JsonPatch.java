package io.frontdesk.plain;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Carries out a JSON Patch (RFC 6902) whose operations are complete: each has a known op, and the path, value and from that it
 * needs.
 */
final class JsonPatch {

    private JsonPatch() {}

    /**
     * Returns what a patch makes of a document, which may be changed on the way.
     *
     * @return empty when an operation cannot be carried out, or a test fails
     */
    static Optional<ObjectNode> apply(JsonNode patch, ObjectNode document) {
        for (JsonNode operation : patch) {
            if (!done(operation, document)) {
                return Optional.empty();
            }
        }
        return Optional.of(document);
    }

    private static boolean done(JsonNode operation, ObjectNode document) {
        JsonPointer path = JsonPointer.compile(operation.path("path").textValue());
        JsonNode value = operation.path("value");
        return switch (operation.path("op").textValue()) {
            case "add" -> add(document, path, value.deepCopy());
            case "remove" -> remove(document, path);
            case "replace" -> replace(document, path, value.deepCopy());
            case "test" -> document.at(path).equals(value);
            case "copy" -> add(document, path, document.at(from(operation)).deepCopy());
            case "move" -> move(document, from(operation), path);
            default -> false;
        };
    }

    private static JsonPointer from(JsonNode operation) {
        return JsonPointer.compile(operation.path("from").textValue());
    }

    /** Nothing is moved into itself (section 4.4). */
    private static boolean move(ObjectNode document, JsonPointer from, JsonPointer path) {
        JsonNode moved = document.at(from);
        boolean within = path.toString().startsWith(from + "/");
        return !within && remove(document, from) && add(document, path, moved);
    }

    private static boolean add(ObjectNode document, JsonPointer path, JsonNode value) {
        if (value.isMissingNode() || path.matches()) {
            return false;
        }
        JsonNode parent = document.at(path.head());
        JsonPointer last = path.last();
        if (parent instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
            return true;
        }
        if (parent instanceof ArrayNode array) {
            int index = last.getMatchingProperty().equals("-") ? array.size() : last.getMatchingIndex();
            boolean there = index >= 0 && index <= array.size();
            if (there) {
                array.insert(index, value);
            }
            return there;
        }
        return false;
    }

    /** What is not there is not replaced (section 4.3). */
    private static boolean replace(ObjectNode document, JsonPointer path, JsonNode value) {
        return remove(document, path) && add(document, path, value);
    }

    private static boolean remove(ObjectNode document, JsonPointer path) {
        if (path.matches()) {
            return false;
        }
        JsonNode parent = document.at(path.head());
        JsonPointer last = path.last();
        if (parent instanceof ObjectNode object) {
            return object.remove(last.getMatchingProperty()) != null;
        }
        return parent instanceof ArrayNode array && array.remove(last.getMatchingIndex()) != null;
    }
}
