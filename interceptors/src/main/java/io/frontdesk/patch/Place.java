package io.frontdesk.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listed operation goes: a JSON Pointer (RFC 6901) whose steps are names and indexes, or {@code {actor:Patient}} for
 * every item of a list whose member {@code actor} refers to a Patient.
 *
 * @param pointer how it is written
 * @param steps its steps
 */
record Place(String pointer, List<Place.Step> steps) {

    private static final Pattern FORM = Pattern.compile("(?:/[A-Za-z]+|/\\d{1,3}|/\\{[A-Za-z]+:[A-Za-z]+})+");
    private static final Pattern SELECTOR = Pattern.compile("\\{([A-Za-z]+):([A-Za-z]+)}");

    /** One step from an element to what is in it. */
    sealed interface Step {

        /** To the member of this name. */
        record Member(String name) implements Step {}

        /** To the item at this place of a list. */
        record Item(int index) implements Step {}

        /** To every item whose member refers to a resource of the type. */
        record Referring(String member, String type) implements Step {

            boolean holds(JsonNode item) {
                String reference = item.path(member).path("reference").asText();
                return reference.startsWith(type + "/") || reference.contains("/" + type + "/");
            }
        }
    }

    /** Reads a pointer; empty when it is none. */
    static Optional<Place> of(String pointer) {
        if (!FORM.matcher(pointer).matches()) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        for (String text : pointer.substring(1).split("/", -1)) {
            Matcher selector = SELECTOR.matcher(text);
            if (selector.matches()) {
                steps.add(new Step.Referring(selector.group(1), selector.group(2)));
            } else {
                steps.add(
                        Character.isDigit(text.charAt(0))
                                ? new Step.Item(Integer.parseInt(text))
                                : new Step.Member(text));
            }
        }
        return Optional.of(new Place(pointer, List.copyOf(steps)));
    }

    /** Returns the name of the first member. */
    String top() {
        return steps.get(0) instanceof Step.Member member ? member.name() : "";
    }

    /** Returns the place as FHIRPath below a resource type. */
    String expression(String type) {
        StringBuilder path = new StringBuilder(type);
        for (Step step : steps) {
            if (step instanceof Step.Member member) {
                path.append('.').append(member.name());
            } else if (step instanceof Step.Item item) {
                path.append('[').append(item.index()).append(']');
            }
        }
        return path.toString();
    }

    /** Returns whether one of the places is the other or lies within it. */
    boolean meets(Place other) {
        int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }

    /** Returns what stands at the place. */
    List<JsonNode> values(JsonNode resource) {
        List<JsonNode> found = List.of(resource);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            found.forEach(node -> next.addAll(after(node, step)));
            found = next;
        }
        return found;
    }

    private static List<JsonNode> after(JsonNode node, Step step) {
        List<JsonNode> next = new ArrayList<>();
        if (step instanceof Step.Member member && node.has(member.name())) {
            next.add(node.get(member.name()));
        } else if (step instanceof Step.Item item && node.has(item.index())) {
            next.add(node.get(item.index()));
        } else if (step instanceof Step.Referring referring && node.isArray()) {
            node.forEach(item -> {
                if (referring.holds(item)) {
                    next.add(item);
                }
            });
        }
        return next;
    }

    /**
     * Puts a value at the place, whether there is one or not, and makes what is missing on the way to it.
     *
     * @param value the value, or a missing node to take away what is there
     * @param made what a missing list item on the way begins as, by its pointer
     * @return whether the place could be reached
     */
    boolean set(ObjectNode resource, JsonNode value, Map<String, ObjectNode> made) {
        return set(resource, 0, "", value, made);
    }

    private boolean set(JsonNode node, int at, String here, JsonNode value, Map<String, ObjectNode> made) {
        Step step = steps.get(at);
        boolean last = at == steps.size() - 1;
        if (step instanceof Step.Member member && node instanceof ObjectNode object) {
            String there = here + "/" + member.name();
            if (last) {
                put(object, member.name(), value);
                return true;
            }
            if (!object.has(member.name())) {
                boolean list = steps.get(at + 1) instanceof Step.Item;
                object.set(member.name(), list ? object.arrayNode() : object.objectNode());
            }
            return set(object.get(member.name()), at + 1, there, value, made);
        }
        if (step instanceof Step.Item item && node instanceof ArrayNode list && !last) {
            String there = here + "/" + item.index();
            if (list.size() == item.index()) {
                list.add(made.getOrDefault(there, JsonNodeFactory.instance.objectNode())
                        .deepCopy());
            }
            return list.has(item.index()) && set(list.get(item.index()), at + 1, there, value, made);
        }
        if (step instanceof Step.Referring && !last) {
            List<JsonNode> items = after(node, step);
            boolean all = !items.isEmpty();
            for (JsonNode item : items) {
                all &= set(item, at + 1, here, value, made);
            }
            return all;
        }
        return false;
    }

    /** FHIR has no empty lists and objects (R4, 2.6.2). What is said of a plain value beside it goes with it. */
    private static void put(ObjectNode object, String name, JsonNode value) {
        object.remove("_" + name);
        if (value.isMissingNode() || value.isContainerNode() && value.isEmpty()) {
            object.remove(name);
        } else {
            object.set(name, value.deepCopy());
        }
    }
}
