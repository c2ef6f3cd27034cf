package io.frontdesk.prepare;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import io.frontdesk.element.TopElements;
import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Values that the server puts into an appointment. Compiled from an item of {@code prepare.fill}:
 *
 * <pre>
 * fill:
 *   - {on: [create], given: ignored, set: {status: proposed}}
 *   - on: [create]                            # [create], [update] or both; absent: both
 *     lacking: reasonCode                     # only where this element is absent; optional
 *     set: {reasonCode.text: "None given"}    # by path, the values
 *   - each: contained                         # the elements that are filled; absent: the appointment itself
 *     type: Endpoint                          # their resource type, where they are resources
 *     where: {id: meeting}                    # only those with these values, several with | between them; optional
 *     given: ignored                          # kept | ignored: what becomes of a value that is sent; absent: kept
 *     set: {status: active, payloadType.coding.code: video-call}
 *   - each: identifier
 *     set: {assigner.display: "{system}"}     # in braces the value at another path of the same element
 * </pre>
 */
final class Filling {

    private static final Pattern OTHER = Pattern.compile("\\{([a-zA-Z.]+)\\}");
    private static final String NAME = "[a-zA-Z]+(\\.[a-zA-Z]+)*";

    private final boolean onCreate;
    private final boolean onUpdate;
    private final TopElements elements;
    private final Optional<String> each;
    private final Optional<String> type;
    private final Optional<String> lacking;
    private final Map<TextPlace, String> where;
    private final Map<TextPlace, String> set;
    private final Map<String, TextPlace> others;
    private final boolean ignoresGiven;

    private Filling(Section section, FhirContext fhir, String resource, BaseRuntimeElementDefinition<?> filled) {
        Set<String> on = section.has("on") ? Set.copyOf(section.texts("on")) : Set.of("create", "update");
        if (!Set.of("create", "update").containsAll(on)) {
            section.fault("on", "names something else", "[create], [update] or both");
        }
        this.onCreate = on.contains("create");
        this.onUpdate = on.contains("update");
        this.elements = TopElements.of(fhir, resource);
        this.each = section.optionalText("each");
        this.type = section.optionalText("type");
        this.lacking = section.optionalText("lacking");
        lacking.filter(name -> !elements.names().contains(name))
                .ifPresent(
                        name -> section.fault("lacking", "'" + name + "' is no element", "an element such as start"));
        this.where = section.optionalSection("where")
                .map(values -> places(values, filled))
                .orElseGet(Map::of);
        this.set = places(section.section("set"), filled);
        this.others = new LinkedHashMap<>();
        set.values().forEach(value -> readOthers(section, value, filled));
        this.ignoresGiven = section.has("given") && section.choice("given", Map.of("kept", false, "ignored", true));
    }

    /** Reads one item; faults elements that are not there, and empty then. */
    static Optional<Filling> compile(Section section, FhirContext fhir, String resource) {
        Optional<BaseRuntimeElementDefinition<?>> filled = filled(section, fhir, resource);
        if (filled.isEmpty()) {
            section.fault(
                    "each", "is no element that can be filled", "an element such as identifier; contained with type");
        }
        return filled.map(definition -> new Filling(section, fhir, resource, definition));
    }

    private static Optional<BaseRuntimeElementDefinition<?>> filled(
            Section section, FhirContext fhir, String resource) {
        Optional<String> each = section.optionalText("each");
        Optional<String> type = section.optionalText("type");
        if (type.isPresent()) {
            return type.filter(fhir.getResourceTypes()::contains).map(fhir::getResourceDefinition);
        }
        if (each.isEmpty()) {
            return Optional.of(fhir.getResourceDefinition(resource));
        }
        BaseRuntimeChildDefinition child = fhir.getResourceDefinition(resource).getChildByName(each.get());
        return child == null ? Optional.empty() : Optional.ofNullable(child.getChildByName(each.get()));
    }

    private static Map<TextPlace, String> places(Section values, BaseRuntimeElementDefinition<?> filled) {
        Map<TextPlace, String> places = new LinkedHashMap<>();
        for (String path : values.keys()) {
            String value = values.text(path);
            try {
                places.put(TextPlace.of(filled, path.matches(NAME) ? path : ""), value);
            } catch (NoSuchElementPathException e) {
                values.fault(path, "is no plain element of " + filled.getName(), "a path such as status");
            }
        }
        values.close();
        return places;
    }

    private void readOthers(Section section, String value, BaseRuntimeElementDefinition<?> filled) {
        for (Matcher other = OTHER.matcher(value); other.find(); ) {
            try {
                others.put(other.group(1), TextPlace.of(filled, other.group(1)));
            } catch (NoSuchElementPathException e) {
                section.fault("set", "there is nothing at " + other.group(), "a plain element of the same element");
            }
        }
    }

    /** Fills what a write leaves open. */
    void fill(boolean creates, IBaseResource proposed) {
        if (creates ? !onCreate : !onUpdate) {
            return;
        }
        if (lacking.filter(name -> elements.filled(proposed).contains(name)).isPresent()) {
            return;
        }
        List<IBase> filled = each.map(name -> elements.values(proposed, name)).orElseGet(() -> List.of(proposed));
        for (IBase element : filled) {
            if (type.map(name -> name.equals(element.fhirType())).orElse(true) && concerned(element)) {
                set.forEach((place, value) -> put(place, element, value));
            }
        }
    }

    private boolean concerned(IBase element) {
        return where.entrySet().stream()
                .allMatch(wanted -> wanted.getKey()
                        .text(element)
                        .map(Filling::withoutMark)
                        .filter(List.of(wanted.getValue().split("\\|"))::contains)
                        .isPresent());
    }

    /** HAPI marks the ids of contained resources as it marks the references to them. */
    private static String withoutMark(String text) {
        return text.startsWith("#") ? text.substring(1) : text;
    }

    private void put(TextPlace place, IBase element, String template) {
        if (!ignoresGiven && place.text(element).isPresent()) {
            return;
        }
        StringBuilder value = new StringBuilder();
        Matcher other = OTHER.matcher(template);
        while (other.find()) {
            Optional<String> found =
                    Optional.ofNullable(others.get(other.group(1))).flatMap(at -> at.text(element));
            if (found.isEmpty()) {
                return;
            }
            other.appendReplacement(value, Matcher.quoteReplacement(found.get()));
        }
        other.appendTail(value);
        place.put(element, value.toString());
    }
}
