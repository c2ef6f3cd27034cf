package io.frontdesk.body;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time without seconds, or without a zone, where FHIR's type {@code instant} has both. Compiled from {@code
 * body.instants}:
 *
 * <pre>
 * body:
 *   instants:
 *     elements: [start, end]    # elements at the top of the resource
 *     zone: Z                   # the zone of those that have none; absent: it must be there
 * </pre>
 *
 * They are completed in JSON bodies of the resource; {@code 2026-03-09T09:00} is read as {@code 2026-03-09T09:00:00Z}.
 */
public final class InstantPolicy {

    private static final Pattern ZONE = Pattern.compile("Z|[+-]\\d\\d:\\d\\d");
    private static final Pattern PARTIAL =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d)(:\\d\\d(?:\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?");

    private final String type;
    private final List<String> elements;
    private final String zone;

    private InstantPolicy(String type, List<String> elements, String zone) {
        this.type = type;
        this.elements = List.copyOf(elements);
        this.zone = zone;
    }

    /** Compiles the section; faults elements that are no instants, and what is no zone. */
    static InstantPolicy compile(Section section, FhirContext fhir, String resourceType) {
        List<String> elements = section.texts("elements");
        for (int i = 0; i < elements.size(); i++) {
            BaseRuntimeChildDefinition child =
                    fhir.getResourceDefinition(resourceType).getChildByName(elements.get(i));
            if (child == null
                    || !child.getChildByName(elements.get(i)).getName().equals("instant")) {
                section.fault("elements", i, "'" + elements.get(i) + "' is no instant", "an element such as start");
            }
        }
        String zone = section.optionalText("zone").orElse("");
        if (!zone.isEmpty() && !ZONE.matcher(zone).matches()) {
            section.fault("zone", "'" + zone + "' is no zone", "Z, or hours and minutes such as +01:00");
        }
        section.close();
        return new InstantPolicy(resourceType, elements, zone);
    }

    /** Completes the instants in a body of the resource type; others are left alone. */
    void complete(String resourceType, JsonNode body) {
        if (type.equals(resourceType) && body instanceof ObjectNode object) {
            elements.forEach(name -> complete(object, name));
        }
    }

    private void complete(ObjectNode body, String name) {
        Matcher sent =
                PARTIAL.matcher(body.path(name).isTextual() ? body.path(name).textValue() : "");
        if (sent.matches()) {
            String seconds = sent.group(2) == null ? ":00" : sent.group(2);
            body.put(name, sent.group(1) + seconds + (sent.group(3) == null ? zone : sent.group(3)));
        }
    }
}
