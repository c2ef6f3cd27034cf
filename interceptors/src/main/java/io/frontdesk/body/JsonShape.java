package io.frontdesk.body;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a list where FHIR has a single value, and an object where it has a plain one. HAPI takes a list of one for its
 * only item. What the element is not known by, the parser refuses.
 */
final class JsonShape {

    /** Where the walk stands; becomes a text only when something is wrong there. */
    private record Place(@Nullable Place parent, String step) {

        Place member(String name) {
            return new Place(this, "." + name);
        }

        Place item(int index) {
            return new Place(this, "[" + index + "]");
        }

        String path() {
            return parent == null ? step : parent.path() + step;
        }
    }

    private final FhirContext fhir;
    private final @Nullable BaseRuntimeElementDefinition<?> extension;

    JsonShape(FhirContext fhir) {
        this.fhir = fhir;
        this.extension = fhir.getElementDefinition("Extension");
    }

    /** Judges a body that is known to be one JSON object. */
    Decision check(JsonNode body, String resourceType) {
        return members(body, fhir.getResourceDefinition(resourceType), new Place(null, resourceType));
    }

    /** HAPI's model of an extension knows no element by the name of the extension's own child. */
    private @Nullable BaseRuntimeElementDefinition<?> element(BaseRuntimeChildDefinition child, String name) {
        return child instanceof RuntimeChildExtension ? extension : child.getChildByName(name);
    }

    private Decision members(JsonNode object, BaseRuntimeElementCompositeDefinition<?> type, Place place) {
        Iterator<Map.Entry<String, JsonNode>> members = object.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            BaseRuntimeChildDefinition child = type.getChildByName(member.getKey());
            BaseRuntimeElementDefinition<?> element = child == null ? null : element(child, member.getKey());
            if (child != null && element != null) {
                Decision decision =
                        member(member.getValue(), child.getMax() == 1, element, place.member(member.getKey()));
                if (decision instanceof Decision.Refuse) {
                    return decision;
                }
            }
        }
        return Decision.permit();
    }

    private Decision member(JsonNode value, boolean single, BaseRuntimeElementDefinition<?> element, Place place) {
        if (single && value.isArray()) {
            return refuse(place.path(), "a list", "Send a single value.");
        }
        Decision decision = single ? item(value, element, place) : Decision.permit();
        for (int i = 0; !single && i < value.size() && decision instanceof Decision.Permit; i++) {
            decision = value.isArray() ? item(value.get(i), element, place.item(i)) : decision;
        }
        return decision;
    }

    private Decision item(JsonNode value, BaseRuntimeElementDefinition<?> element, Place place) {
        if (value.isArray()) {
            return refuse(place.path(), "a list", "Send a single value.");
        }
        String resource = value.path("resourceType").asText();
        if (!resource.isEmpty() && fhir.getResourceTypes().contains(resource)) {
            return members(value, fhir.getResourceDefinition(resource), place);
        }
        if (value.isObject() && element instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            return members(value, composite, place);
        }
        boolean plain = element.getChildType() == BaseRuntimeElementDefinition.ChildTypeEnum.PRIMITIVE_DATATYPE;
        return plain && value.isObject() ? refuse(place.path(), "an object", "Send a plain value.") : Decision.permit();
    }

    private static Decision refuse(String path, String found, String remedy) {
        return Decision.refuse(Refusal.of(Rule.BODY_SHAPE, "The element " + path + " is " + found + ".", remedy)
                .at(path)
                .with("element", path));
    }
}
