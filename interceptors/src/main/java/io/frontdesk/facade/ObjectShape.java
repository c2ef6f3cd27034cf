package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An object with its members, of which each stands somewhere in one element of FHIR JSON. */
record ObjectShape(List<Field> fields) implements Shape {

    /** An object that stands in an element of its own. */
    record Inside(Holder holder, ObjectShape object) implements Shape {

        @Override
        public Optional<JsonNode> told(ObjectNode element) {
            return holder.in(element).flatMap(object::told);
        }

        @Override
        public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            object.put(made, value, name);
            if (!made.isEmpty()) {
                holder.made(element).setAll(made);
            }
        }

        @Override
        public ObjectNode schema() {
            return object.schema();
        }
    }

    /** Where the element of an object stands. */
    interface Holder {

        /** Returns it, if it is there. */
        Optional<ObjectNode> in(ObjectNode element);

        /** Returns it, made if it is not there. */
        ObjectNode made(ObjectNode element);
    }

    @Override
    public Optional<JsonNode> told(ObjectNode element) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            field.shape().told(element).or(field::silent).ifPresent(value -> told.set(field.name(), value));
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(told);
    }

    @Override
    public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
        if (!value.isObject()) {
            throw Form.wrong(name.isEmpty() ? "The body" : name, "a JSON object");
        }
        for (Field field : fields) {
            if (!field.told()) {
                put(
                        element,
                        value.path(field.name()),
                        field,
                        name.isEmpty() ? field.name() : name + "." + field.name());
            }
        }
    }

    private static void put(ObjectNode element, JsonNode sent, Field field, String name) throws BadMessageException {
        Optional<JsonNode> value = sent.isMissingNode() || sent.isNull() ? field.otherwise() : Optional.of(sent);
        if (value.isEmpty()) {
            if (field.required()) {
                throw BadMessageException.of(name + " must be sent.");
            }
            return;
        }
        if (field.silent().filter(value.get()::equals).isEmpty()) {
            field.shape().put(element, value.get(), name);
        }
    }

    @Override
    public ObjectNode schema() {
        return schema(field -> true);
    }

    /** Returns the schema of what clients send. */
    ObjectNode sent() {
        return schema(field -> !field.told());
    }

    private ObjectNode schema(Predicate<Field> which) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        ObjectNode properties = schema.putObject("properties");
        fields.stream().filter(which).forEach(field -> {
            ObjectNode property = field.shape().schema();
            field.otherwise().ifPresent(value -> property.set("default", value));
            properties.set(field.name(), property);
            if (field.required() || field.told()) {
                required.add(field.name());
            }
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }
}
