package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;

/**
 * A plain value at one place.
 *
 * @param form what values there are
 * @param part whose first item holds it; absent: the element itself does
 * @param at where it stands there
 * @param also what else it puts into the element: by place, what goes with each value
 */
record PlainShape(Form form, Optional<Part> part, JsonPlace at, Map<JsonPlace, Map<String, String>> also)
        implements Shape {

    @Override
    public Optional<JsonNode> told(ObjectNode element) {
        Optional<ObjectNode> holder = part.isPresent() ? part.get().first(element) : Optional.of(element);
        return holder.flatMap(at::in).map(form::told);
    }

    @Override
    public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
        JsonNode fhir = form.fhir(value, name);
        // FHIR has no empty texts: an empty one says nothing.
        if (!fhir.isTextual() || !fhir.textValue().isEmpty()) {
            at.put(
                    part.map(list -> list.first(element).orElseGet(() -> list.add(element)))
                            .orElse(element),
                    fhir);
        }
        also.forEach((place, table) -> {
            String with = table.get(value.asText());
            if (with != null) {
                place.put(element, new TextNode(with));
            }
        });
    }

    @Override
    public ObjectNode schema() {
        return form.schema();
    }
}
