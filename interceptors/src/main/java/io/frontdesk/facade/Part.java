package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items of a list in FHIR JSON that are known by constants. Compiled from an entry of {@code facade.parts}:
 *
 * <pre>
 * location:
 *   in: participant                    # the list
 *   where: {actor.type: Location}      # what tells the items from others of the list; may be absent. What ends with a
 *                                      # star is only looked for: {actor.reference: "Patient/*"}
 *   set: {status: accepted}            # what else a new one holds; optional
 *   with: doctor                       # another part that is made along with it; optional
 * </pre>
 *
 * @param list where the list stands
 * @param where what an item of the part holds
 * @param set what a new item holds besides
 * @param with the name of the part that is made with it
 */
record Part(JsonPlace list, Map<JsonPlace, JsonNode> where, Map<JsonPlace, JsonNode> set, Optional<String> with) {

    /** Reads a part; faults what is no place. */
    static Part compile(Section section, String key) {
        return new Part(
                JsonPlace.of(place(section, key, section.text(key))),
                constants(section, "where"),
                constants(section, "set"),
                section.optionalText("with"));
    }

    /** Returns the part of a list that are extensions with a URL. */
    static Part extension(String url) {
        return new Part(
                JsonPlace.of("extension"), Map.of(JsonPlace.of("url"), new TextNode(url)), Map.of(), Optional.empty());
    }

    /** Returns a text that is a place, and a harmless one in place of another, which is faulted. */
    static String place(Section section, String key, String text) {
        if (text.isEmpty() || JsonPlace.isPlace(text)) {
            return text.isEmpty() ? "none" : text;
        }
        section.fault(key, "'" + text + "' is no place in FHIR JSON", "names joined by dots, such as coding.0.code");
        return "none";
    }

    /** Returns a constant of a contract as JSON has it: what is written in digits is a number. */
    static JsonNode constant(String text) {
        return text.matches("\\d{1,9}") ? IntNode.valueOf(Integer.parseInt(text)) : new TextNode(text);
    }

    private static Map<JsonPlace, JsonNode> constants(Section section, String key) {
        Map<JsonPlace, JsonNode> constants = new LinkedHashMap<>();
        section.optionalSection(key).ifPresent(given -> {
            for (String path : given.keys()) {
                constants.put(JsonPlace.of(place(given, path, path)), constant(given.text(path)));
            }
            given.close();
        });
        return constants;
    }

    /** Returns the items that are there. */
    List<ObjectNode> all(ObjectNode element) {
        List<ObjectNode> items = new ArrayList<>();
        list.in(element)
                .ifPresent(found -> found.forEach(item -> {
                    if (item instanceof ObjectNode object && holds(object)) {
                        items.add(object);
                    }
                }));
        return items;
    }

    /** Returns the first item, if one is there. */
    Optional<ObjectNode> first(ObjectNode element) {
        return all(element).stream().findFirst();
    }

    /** Adds an item. */
    ObjectNode add(ObjectNode element) {
        ObjectNode item = list.list(element).addObject();
        where.forEach((place, value) -> {
            if (!isBeginning(value)) {
                place.put(item, value);
            }
        });
        set.forEach((place, value) -> place.put(item, value));
        return item;
    }

    private boolean holds(ObjectNode item) {
        return where.entrySet().stream()
                .allMatch(constant -> constant.getKey()
                        .in(item)
                        .filter(value -> matches(constant.getValue(), value))
                        .isPresent());
    }

    private static boolean matches(JsonNode constant, JsonNode value) {
        return isBeginning(constant)
                ? value.asText()
                        .startsWith(
                                constant.asText().substring(0, constant.asText().length() - 1))
                : constant.equals(value);
    }

    private static boolean isBeginning(JsonNode constant) {
        return constant.isTextual() && constant.asText().endsWith("*");
    }
}
