package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Lists of values. */
final class ListShape {

    private ListShape() {}

    /** Values of which each stands in one item of a part. */
    record OfItems(Part part, Shape item) implements Shape {

        @Override
        public Optional<JsonNode> told(ObjectNode element) {
            ArrayNode told = JsonNodeFactory.instance.arrayNode();
            part.all(element)
                    .forEach(found -> told.add(item.told(found).orElseGet(JsonNodeFactory.instance::objectNode)));
            return told.isEmpty() ? Optional.empty() : Optional.of(told);
        }

        @Override
        public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
            int at = 0;
            for (JsonNode each : list(value, name)) {
                item.put(part.add(element), each, name + "[" + at++ + "]");
            }
        }

        @Override
        public ObjectNode schema() {
            return schemaOf(item.schema());
        }
    }

    /** Plain values that are the items of a list themselves. */
    record OfValues(JsonPlace at, Form form) implements Shape {

        @Override
        public Optional<JsonNode> told(ObjectNode element) {
            ArrayNode told = JsonNodeFactory.instance.arrayNode();
            at.in(element).ifPresent(list -> list.forEach(value -> told.add(form.told(value))));
            return told.isEmpty() ? Optional.empty() : Optional.of(told);
        }

        @Override
        public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
            int at = 0;
            for (JsonNode each : list(value, name)) {
                JsonNode fhir = form.fhir(each, name + "[" + at++ + "]");
                if (!fhir.asText().isEmpty()) {
                    this.at.list(element).add(fhir);
                }
            }
        }

        @Override
        public ObjectNode schema() {
            return schemaOf(form.schema());
        }
    }

    private static JsonNode list(JsonNode value, String name) throws BadMessageException {
        if (!value.isArray()) {
            throw Form.wrong(name, "a list");
        }
        return value;
    }

    private static ObjectNode schemaOf(ObjectNode items) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
        schema.set("items", items);
        return schema;
    }
}
