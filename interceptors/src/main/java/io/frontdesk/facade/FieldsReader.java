package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the members of the interface's objects. Each names where it stands:
 *
 * <pre>
 * fields:
 *   start_timestamp: {at: start, type: date-time, required: true}   # a place in FHIR JSON, below the object's element
 *   placer_id: {part: placer, at: value}                            # a place in the first item of a part
 *   work_queue: {extension: "urn:queue", type: code, values: [A]}   # the value of an extension
 *   location: {part: location, join: [actor.id, actor.display], by: "^"}
 *   emails: {part: email, at: value, list: true}                    # of each item of the part
 *   given: {at: given, list: true}                                  # a list of plain values
 *   doctor: {part: doctor, fields: {...}}                           # an object; with list: true a list of them
 * </pre>
 *
 * A plain value may set others by its own: {@code also: {status: {READY: booked}}}. Beside that {@code required}, {@code told} (the server alone writes it), {@code otherwise} (what counts when it is left
 * out) and {@code silent} (what is told where nothing is stored, and not stored).
 */
final class FieldsReader {

    private final Map<String, Part> parts;

    /** Takes the parts that fields may name. */
    FieldsReader(Map<String, Part> parts) {
        this.parts = parts;
    }

    /** Reads the members of an object. */
    ObjectShape read(Section fields) {
        List<Field> read = new ArrayList<>();
        for (String name : fields.keys()) {
            Section field = fields.section(name);
            read.add(new Field(
                    name,
                    shape(field),
                    field.flag("required", false),
                    field.flag("told", false),
                    field.optionalText("otherwise").map(Part::constant),
                    silent(field)));
            field.close();
        }
        fields.close();
        return new ObjectShape(List.copyOf(read));
    }

    /** A list that must be sent is told even when it is empty. */
    private static Optional<JsonNode> silent(Section field) {
        return field.flag("list", false) && field.flag("required", false)
                ? Optional.of(JsonNodeFactory.instance.arrayNode())
                : field.optionalText("silent").map(Part::constant);
    }

    private Shape shape(Section field) {
        Optional<Part> part = field.has("extension")
                ? Optional.of(Part.extension(field.text("extension")))
                : field.optionalText("part").flatMap(name -> part(field, name));
        if (field.has("join")) {
            return joined(field, part);
        }
        if (field.has("fields")) {
            return object(field, part);
        }
        Form form = Form.compile(field);
        JsonPlace at = field.has("extension") && !field.has("at")
                ? JsonPlace.of(form.kind().valueElement())
                : place(field);
        if (!field.flag("list", false)) {
            return new PlainShape(form, part, at, also(field));
        }
        return part.<Shape>map(
                        items -> new ListShape.OfItems(items, new PlainShape(form, Optional.empty(), at, Map.of())))
                .orElseGet(() -> new ListShape.OfValues(at, form));
    }

    private static Map<JsonPlace, Map<String, String>> also(Section field) {
        Map<JsonPlace, Map<String, String>> also = new LinkedHashMap<>();
        field.optionalSection("also").ifPresent(given -> {
            for (String path : given.keys()) {
                also.put(
                        JsonPlace.of(Part.place(given, path, path)),
                        given.section(path).textsByKey());
            }
            given.close();
        });
        return also;
    }

    private Shape joined(Section field, Optional<Part> part) {
        List<JsonPlace> places = new ArrayList<>();
        field.texts("join").forEach(path -> places.add(JsonPlace.of(Part.place(field, "join", path))));
        if (part.isEmpty()) {
            field.fault("join", "stands nowhere", "the part whose items hold it");
        }
        return new JoinedShape(field.text("by"), part.orElseGet(() -> Part.extension("")), List.copyOf(places));
    }

    private Shape object(Section field, Optional<Part> part) {
        ObjectShape object = read(field.section("fields"));
        if (field.flag("list", false)) {
            if (part.isEmpty()) {
                field.fault("list", "nothing tells where the items stand", "the part that they are");
            }
            return new ListShape.OfItems(part.orElseGet(() -> Part.extension("")), object);
        }
        Optional<JsonPlace> at = field.has("at") ? Optional.of(place(field)) : Optional.empty();
        if (part.isEmpty() && at.isEmpty()) {
            field.fault("fields", "nothing tells where the object stands", "part, extension or at");
        }
        return new ObjectShape.Inside(new Holding(part, part.flatMap(Part::with).map(parts::get), at), object);
    }

    private static JsonPlace place(Section field) {
        return JsonPlace.of(Part.place(field, "at", field.text("at")));
    }

    private Optional<Part> part(Section field, String name) {
        Part part = parts.get(name);
        if (part == null) {
            field.fault("part", "'" + name + "' is no part", "one of " + parts.keySet());
        }
        return Optional.ofNullable(part);
    }

    /** Reads the parts; faults those that are made along with one that is not there. */
    static Map<String, Part> parts(Section facade) {
        Map<String, Part> parts = new LinkedHashMap<>();
        facade.optionalSection("parts").ifPresent(given -> {
            for (String name : given.keys()) {
                Section part = given.section(name);
                parts.put(name, Part.compile(part, "in"));
                part.close();
            }
            parts.forEach((name, part) -> part.with()
                    .filter(other -> !parts.containsKey(other))
                    .ifPresent(other -> given.fault(name, "is made with '" + other + "', which is no part", "a part")));
            given.close();
        });
        return parts;
    }

    /** The first item of a part, a place in it, or a place in the element itself. */
    private record Holding(Optional<Part> part, Optional<Part> with, Optional<JsonPlace> at)
            implements ObjectShape.Holder {

        @Override
        public Optional<ObjectNode> in(ObjectNode element) {
            Optional<ObjectNode> item = part.isPresent() ? part.get().first(element) : Optional.of(element);
            return at.isEmpty()
                    ? item
                    : item.flatMap(at.get()::in)
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast);
        }

        @Override
        public ObjectNode made(ObjectNode element) {
            with.ifPresent(other -> other.add(element));
            ObjectNode item = part.map(list -> list.first(element).orElseGet(() -> list.add(element)))
                    .orElse(element);
            return at.map(place -> place.object(item)).orElse(item);
        }
    }
}
