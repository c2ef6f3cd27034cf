package io.frontdesk.profile.shape;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeCompositeDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a resource in JSON: collects its values in order, and what the definitions of its types and extensions
 * look at. Whatever it does not know becomes a value that is not free. Not thread-safe.
 */
final class ResourceWalk {

    /** A value or a mark of structure, which is a value that stands nowhere. */
    record Step(String text, @Nullable Place place, Optional<FreeValue> free) {}

    private static final Set<String> EXTENSIONS = Set.of("extension", "modifierExtension");
    /**
     * Types that the validator treats like any other, other than those that define something. Only these are looked for in
     * a resource, and only without a profile of their own.
     */
    private static final Set<String> ORDINARY = Set.of(
            "Appointment",
            "Location",
            "Patient",
            "Practitioner",
            "PractitionerRole",
            "RelatedPerson",
            "Organization",
            "HealthcareService",
            "Device",
            "Slot",
            "Schedule",
            "CareTeam");

    private static final Set<String> DATES = Set.of("date", "dateTime", "instant", "time");

    private final FhirContext fhir;
    private final DefinitionRules rules;
    private final List<Step> steps = new ArrayList<>();
    private Inspected inspected;
    private boolean onlyMoments = true;

    ResourceWalk(FhirContext fhir, DefinitionRules rules) {
        this.fhir = fhir;
        this.rules = rules;
        this.inspected = rules.own();
    }

    List<Step> steps() {
        return steps;
    }

    Inspected inspected() {
        return inspected;
    }

    /** Returns whether all dates in the resource are moments that are free. */
    boolean onlyMoments() {
        return onlyMoments;
    }

    void resource(ObjectNode resource, @Nullable Place at) {
        String type = resource.path("resourceType").asText();
        if (!ORDINARY.contains(type) || resource.path("meta").has("profile")) {
            inspected = inspected.and(Inspected.EVERYTHING);
        }
        if (fhir.getResourceTypes().contains(type)) {
            object(resource, fhir.getResourceDefinition(type), at);
        } else {
            object(resource, null, at);
        }
    }

    private void object(ObjectNode element, @Nullable BaseRuntimeElementDefinition<?> definition, @Nullable Place at) {
        if (definition instanceof RuntimeCompositeDatatypeDefinition
                || definition instanceof RuntimeResourceDefinition) {
            inspected = inspected.and(rules.ofType(definition.getName()));
        }
        mark("{");
        for (Map.Entry<String, JsonNode> field : element.properties()) {
            mark(field.getKey());
            field(element, field.getKey(), field.getValue(), definition, at);
        }
        mark("}");
    }

    private void field(
            ObjectNode parent,
            String name,
            JsonNode value,
            @Nullable BaseRuntimeElementDefinition<?> of,
            @Nullable Place at) {
        BaseRuntimeElementDefinition<?> type = null;
        String element = name;
        if (EXTENSIONS.contains(name)) {
            type = fhir.getElementDefinition("Extension");
        } else if (of instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            BaseRuntimeChildDefinition child = composite.getChildByName(name);
            type = child == null || name.equals("contained") ? null : child.getChildByName(name);
            element = child == null ? name : child.getElementName().replace("[x]", "");
        }
        boolean own = of instanceof RuntimeResourceDefinition || of instanceof RuntimeResourceBlockDefinition;
        String parentType = of == null ? "" : of.getName();
        Place place = new Place(at, name, element, type == null ? "" : type.getName(), parentType, own);
        value(parent, value, type, place);
    }

    private void value(ObjectNode parent, JsonNode value, @Nullable BaseRuntimeElementDefinition<?> type, Place place) {
        if (value.isArray()) {
            mark("[");
            value.forEach(each -> value(parent, each, type, place));
            mark("]");
        } else if (value instanceof ObjectNode object) {
            if (object.has("resourceType")) {
                resource(object, place);
            } else {
                extension(object);
                object(object, type, place);
            }
        } else {
            leaf(parent, value, place);
        }
    }

    /** What has a URL may be an extension, wherever it stands. */
    private void extension(ObjectNode element) {
        String url = element.path("url").asText();
        if (!url.isEmpty()) {
            inspected = inspected.and(rules.ofExtension(url));
        }
    }

    private void leaf(ObjectNode parent, JsonNode value, Place place) {
        Optional<FreeValue> free =
                value.isTextual() ? FreeValue.of(fhir, place, parent, value.textValue()) : Optional.empty();
        boolean mayBeDate = DATES.contains(place.type())
                || (place.type().isEmpty() && !place.field().equals("resourceType"));
        onlyMoments &= free.isPresent() || !mayBeDate;
        steps.add(new Step(value.isTextual() ? value.textValue() : value.getNodeType() + value.asText(), place, free));
    }

    private void mark(String mark) {
        steps.add(new Step(mark, null, Optional.empty()));
    }
}
