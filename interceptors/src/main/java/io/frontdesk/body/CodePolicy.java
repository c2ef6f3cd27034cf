package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.element.TextPlace;
import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Codes that clients send and FHIR does not know, other texts that they send, and what both stand for. Compiled from {@code
 * body.codes} and {@code body.texts}:
 *
 * <pre>
 * body:
 *   codes:
 *     participant.status: {refused: declined}   # the element, by path: what is sent, and what is read instead
 *   texts:
 *     participant.actor.reference: {"Practitioner/": Practitioner/desk}
 * </pre>
 *
 * They are exchanged in JSON bodies of the resource before anything else looks at them; XML and patches are read as they are.
 */
public final class CodePolicy {

    private final String type;
    private final Map<List<String>, Map<String, String>> codes;

    private CodePolicy(String type, Map<List<String>, Map<String, String>> codes) {
        this.type = type;
        this.codes = Map.copyOf(codes);
    }

    /** Returns the policy of a contract that takes FHIR's codes alone. */
    public static CodePolicy none() {
        return new CodePolicy("", Map.of());
    }

    /** Compiles the section; faults elements that FHIR binds to no codes, and codes that are none of them. */
    public static CodePolicy compile(Section body, FhirContext fhir, String resourceType) {
        Map<List<String>, Map<String, String>> codes = new LinkedHashMap<>();
        body.optionalSection("codes")
                .ifPresent(elements -> read(elements, codes, (spellings, path, sent) -> {
                    if (!BoundCodes.at(fhir, resourceType + "." + path).contains(spellings.text(sent))) {
                        spellings.fault(sent, "stands for no code of " + path, "a code that FHIR binds the element to");
                    }
                }));
        body.optionalSection("texts")
                .ifPresent(elements -> read(elements, codes, (spellings, path, sent) -> {
                    if (!TextPlace.exists(fhir.getResourceDefinition(resourceType), path)) {
                        spellings.fault(
                                sent, path + " is no plain element", "an element such as participant.actor.reference");
                    }
                }));
        return new CodePolicy(resourceType, codes);
    }

    /** Judges what one spelling at an element stands for. */
    private interface Judge {
        void judge(Section spellings, String path, String sent);
    }

    private static void read(Section elements, Map<List<String>, Map<String, String>> into, Judge judge) {
        for (String path : elements.keys()) {
            Section spellings = elements.section(path);
            Map<String, String> meant = new LinkedHashMap<>();
            for (String sent : spellings.keys()) {
                judge.judge(spellings, path, sent);
                meant.put(sent, spellings.text(sent));
            }
            spellings.close();
            into.merge(List.of(path.split("\\.")), Map.copyOf(meant), (one, other) -> {
                Map<String, String> both = new LinkedHashMap<>(one);
                both.putAll(other);
                return both;
            });
        }
        elements.close();
    }

    /** Exchanges the codes and texts in a body of the resource type; others are left alone. */
    void exchange(String resourceType, JsonNode body) {
        if (type.equals(resourceType)) {
            codes.forEach((path, meant) -> exchange(body, path, meant));
        }
    }

    private static void exchange(JsonNode node, List<String> path, Map<String, String> meant) {
        if (node.isArray()) {
            node.forEach(item -> exchange(item, path, meant));
        } else if (path.size() > 1) {
            exchange(node.path(path.get(0)), path.subList(1, path.size()), meant);
        } else if (node instanceof ObjectNode parent) {
            String sent = parent.path(path.get(0)).asText();
            if (meant.containsKey(sent)) {
                parent.put(path.get(0), meant.get(sent));
            }
        }
    }
}
