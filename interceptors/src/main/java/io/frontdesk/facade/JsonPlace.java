package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a JSON object: names and positions joined by dots, such as {@code coding.0.code}. Reads what stands there, and
 * puts something there, with the objects and lists on the way to it.
 */
final class JsonPlace {

    private static final Pattern FORM = Pattern.compile("[A-Za-z]\\w*(\\.([A-Za-z]\\w*|0))*");
    private static final Pattern POSITION = Pattern.compile("\\d+");

    private final List<String> steps;

    private JsonPlace(List<String> steps) {
        this.steps = steps;
    }

    /** Returns whether a text is a place. Of a list only the first item has one: others come and go. */
    static boolean isPlace(String text) {
        return FORM.matcher(text).matches();
    }

    /** Returns the place that a text names. */
    static JsonPlace of(String text) {
        return new JsonPlace(List.of(text.split("\\.")));
    }

    /** Returns what stands there, if anything does. */
    Optional<JsonNode> in(JsonNode object) {
        JsonNode at = object;
        for (String step : steps) {
            at = isPosition(step) ? at.path(Integer.parseInt(step)) : at.path(step);
        }
        return at.isMissingNode() || at.isNull() ? Optional.empty() : Optional.of(at);
    }

    /** Puts a value there. */
    void put(ObjectNode object, JsonNode value) {
        ContainerNode<?> at = object;
        for (int i = 0; i < steps.size() - 1; i++) {
            at = step(at, steps.get(i), isPosition(steps.get(i + 1)));
        }
        set(at, steps.get(steps.size() - 1), value);
    }

    /** Returns the list there, made if it is not. */
    ArrayNode list(ObjectNode object) {
        return there(object, ArrayNode.class, object.arrayNode());
    }

    /** Returns the object there, made if it is not. */
    ObjectNode object(ObjectNode object) {
        return there(object, ObjectNode.class, object.objectNode());
    }

    private <T extends JsonNode> T there(ObjectNode object, Class<T> kind, T otherwise) {
        Optional<T> there = in(object).filter(kind::isInstance).map(kind::cast);
        if (there.isEmpty()) {
            put(object, otherwise);
        }
        return there.orElse(otherwise);
    }

    private static ContainerNode<?> step(ContainerNode<?> at, String step, boolean toList) {
        JsonNode next = isPosition(step) ? at.path(Integer.parseInt(step)) : at.path(step);
        if (next instanceof ContainerNode<?> there) {
            return there;
        }
        ContainerNode<?> made = toList ? at.arrayNode() : at.objectNode();
        set(at, step, made);
        return made;
    }

    private static void set(ContainerNode<?> at, String step, JsonNode value) {
        if (at instanceof ObjectNode object) {
            object.set(step, value);
        } else if (at instanceof ArrayNode list && list.isEmpty()) {
            list.add(value);
        } else if (at instanceof ArrayNode list) {
            list.set(Integer.parseInt(step), value);
        }
    }

    private static boolean isPosition(String step) {
        return POSITION.matcher(step).matches();
    }
}
