package io.frontdesk.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the members of an object must be; the part of {@link ValueRule} that is about them.
 *
 * @param target the type that the object, a Reference, refers to
 * @param url the url of the object, an Extension
 * @param required members that must say something
 * @param one members that must be a list of exactly one
 * @param ignored members that are not taken over
 * @param texts what members may say, by their path; each text as it is written, and what it stands for
 */
record MemberRule(
        Optional<String> target,
        Optional<String> url,
        List<String> required,
        List<String> one,
        List<String> ignored,
        Map<String, Map<String, Pattern>> texts) {

    static MemberRule compile(Section value) {
        Map<String, Map<String, Pattern>> texts = new LinkedHashMap<>();
        value.optionalSection("texts").ifPresent(section -> {
            for (String member : section.keys()) {
                Map<String, Pattern> allowed = new LinkedHashMap<>();
                section.texts(member).forEach(text -> allowed.put(text, pattern(text)));
                texts.put(member, allowed);
            }
            section.close();
        });
        return new MemberRule(
                value.optionalText("target"),
                value.optionalText("url"),
                value.optionalTexts("required"),
                value.optionalTexts("one"),
                value.optionalTexts("ignored"),
                texts);
    }

    /** Returns whether nothing is said of any member. */
    boolean silent() {
        return target.isEmpty()
                && url.isEmpty()
                && required.isEmpty()
                && one.isEmpty()
                && ignored.isEmpty()
                && texts.isEmpty();
    }

    /** Returns whether the value is an object whose members are as they must be. */
    boolean fits(JsonNode value) {
        return value.isObject()
                && required.stream().allMatch(member -> present(value.path(member)))
                && one.stream()
                        .allMatch(member -> value.path(member).isArray()
                                && value.path(member).size() == 1)
                && target.map(wanted -> refersTo(value, wanted)).orElse(true)
                && url.map(wanted -> value.path("url").asText().equals(wanted)).orElse(true)
                && texts.entrySet().stream()
                        .allMatch(entry ->
                                says(value, entry.getKey(), entry.getValue().values()));
    }

    /** Returns an object that has the members which are demanded; whether it fits is for {@link #fits} to say. */
    ObjectNode sample(String type) {
        ObjectNode sample = JsonNodeFactory.instance.objectNode();
        target.ifPresent(wanted -> sample.put("reference", wanted + "/1"));
        url.ifPresent(wanted -> sample.put("url", wanted).put("valueString", "x"));
        required.forEach(member -> sample.put(member, "x"));
        one.forEach(member -> sample.putArray(member).addObject());
        texts.forEach((path, allowed) -> allowed.keySet().stream()
                .findFirst()
                .ifPresent(text -> put(sample, List.of(path.split("\\.", -1)), text.replace("*", "x"))));
        if (sample.isEmpty()) {
            sample.put(type.equals("Reference") ? "reference" : "text", type.equals("Reference") ? "Patient/1" : "x");
        }
        return sample;
    }

    private static void put(ObjectNode object, List<String> path, String text) {
        ObjectNode at = object;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode inner = at.path(name);
            at = inner instanceof ArrayNode items && items.path(0) instanceof ObjectNode item
                    ? item
                    : inner instanceof ObjectNode found ? found : at.putObject(name);
        }
        at.put(path.get(path.size() - 1), text);
    }

    private static boolean present(JsonNode member) {
        return member.isTextual() ? !member.asText().isBlank() : !member.isNull() && !member.isEmpty();
    }

    private static boolean refersTo(JsonNode value, String wanted) {
        String reference = value.path("reference").asText();
        String id = reference.substring(reference.lastIndexOf('/') + 1);
        String before = reference.substring(0, Math.max(reference.length() - id.length() - 1, 0));
        return !id.isEmpty() && (before.equals(wanted) || before.endsWith("/" + wanted));
    }

    private static boolean says(JsonNode value, String path, Collection<Pattern> wanted) {
        List<JsonNode> found = List.of(value);
        for (String name : path.split("\\.", -1)) {
            found = found.stream()
                    .flatMap(node -> {
                        JsonNode member = node.path(name);
                        return member instanceof ArrayNode items
                                ? StreamSupport.stream(items.spliterator(), false)
                                : Stream.of(member);
                    })
                    .toList();
        }
        return !found.isEmpty()
                && found.stream()
                        .allMatch(node -> node.isTextual()
                                && wanted.stream()
                                        .anyMatch(pattern ->
                                                pattern.matcher(node.asText()).matches()));
    }

    /** A star stands for anything but a slash. */
    private static Pattern pattern(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
    }

    /** Takes out of an object what is not taken over. */
    void strip(ObjectNode value) {
        value.remove(ignored);
    }

    /** Adds what is demanded to a sentence. */
    void tell(StringBuilder words) {
        target.ifPresent(wanted -> words.append(" to a ").append(wanted));
        url.ifPresent(wanted -> words.append(" with the url ").append(wanted));
        required.forEach(member -> words.append(" with ").append(member));
        one.forEach(member -> words.append(" with exactly one ").append(member));
        texts.forEach((member, allowed) ->
                words.append(", ").append(member).append(" one of ").append(String.join(", ", allowed.keySet())));
    }
}
