package io.frontdesk.patch;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * What the value of an operation must be. Compiled from {@code patch.operations[].value}:
 *
 * <pre>
 * value:
 *   type: CodeableConcept        # a FHIR type; absent: code
 *   codes: [arrived, cancelled]  # the only values of a plain type; optional
 *   maxLength: 255               # of a plain type, in characters; optional
 *   least: 0                     # with least or most the value is a list of so many items
 *   most: 1
 *   target: Slot                 # the type that a Reference refers to; optional
 *   url: http://example.org/why  # the url of an Extension; optional
 *   required: [text]             # members that each must have; optional
 *   one: [coding]                # members that are a list of exactly one; optional
 *   ignored: [coding]            # members that are not taken over; optional
 *   texts: {coding.system: ["http://example.org/*"]} # what a member says; * stands for anything but a slash; optional
 * </pre>
 */
final class ValueRule {

    private static final int MOST = 1_000;
    private static final Set<String> NOT_TEXTUAL =
            Set.of("boolean", "integer", "decimal", "positiveInt", "unsignedInt");

    private final Optional<BaseRuntimeElementDefinition<?>> plain;
    private final String type;
    private final List<String> codes;
    private final int maxLength;
    private final boolean list;
    private final int least;
    private final int most;
    private final MemberRule members;

    private ValueRule(Section value, FhirContext fhir) {
        this.type = value.optionalText("type").orElse("code");
        this.plain = Optional.<BaseRuntimeElementDefinition<?>>ofNullable(fhir.getElementDefinition(type))
                .filter(found -> found.getChildType() == BaseRuntimeElementDefinition.ChildTypeEnum.PRIMITIVE_DATATYPE);
        this.codes = value.optionalTexts("codes");
        this.maxLength = value.number("maxLength", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        this.list = value.has("least") || value.has("most");
        this.least = value.number("least", 0, 0, MOST);
        this.most = value.number("most", MOST, 1, MOST);
        this.members = MemberRule.compile(value);
    }

    /** Compiles the section; faults types that FHIR does not have, and demands that the type cannot meet. */
    static ValueRule compile(Section value, FhirContext fhir) {
        ValueRule rule = new ValueRule(value, fhir);
        if (fhir.getElementDefinition(rule.type) == null) {
            value.fault(
                    "type", "'" + rule.type + "' is no type of this FHIR version", "a type such as CodeableConcept");
        } else if (rule.plain.isPresent() && !rule.members.silent()) {
            value.fault(
                    "type", "'" + rule.type + "' has no members", "a type that has, or leave out what is said of them");
        }
        if (rule.list && rule.least > rule.most) {
            value.fault("least", "is more than most", "a number that is not");
        }
        value.close();
        return rule;
    }

    /** Returns the url of the extension that the value must be, if it must be one. */
    Optional<String> url() {
        return members.url();
    }

    /** Returns whether the value is what is demanded. */
    boolean fits(JsonNode value) {
        if (!list) {
            return item(value);
        }
        if (!value.isArray() || value.size() < least || value.size() > most) {
            return false;
        }
        boolean all = true;
        for (JsonNode item : value) {
            all &= item(item);
        }
        return all;
    }

    private boolean item(JsonNode value) {
        return plain.isPresent() ? plain(value, plain.get()) : members.fits(value);
    }

    private boolean plain(JsonNode value, BaseRuntimeElementDefinition<?> definition) {
        if (!value.isTextual() && !value.isBoolean() && !value.isNumber()) {
            return false;
        }
        String text = value.asText();
        if (value.isTextual() == NOT_TEXTUAL.contains(type)
                || text.isBlank()
                || text.codePointCount(0, text.length()) > maxLength
                || !codes.isEmpty() && !codes.contains(text)) {
            return false;
        }
        try {
            ((IPrimitiveType<?>) definition.newInstance()).setValueAsString(text);
            return true;
        } catch (DataFormatException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns values that fit, one for each code; none when none is known. */
    List<JsonNode> samples() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        List<JsonNode> items = new ArrayList<>();
        if (plain.isEmpty()) {
            items.add(members.sample(type));
        } else if (codes.isEmpty()) {
            items.addAll(List.of(
                    make.textNode("x"),
                    make.textNode("2030-01-01T00:00:00Z"),
                    make.textNode("2030-01-01"),
                    make.numberNode(1),
                    make.booleanNode(true)));
        } else {
            codes.forEach(code -> items.add(make.textNode(code)));
        }
        return items.stream()
                .filter(this::item)
                .map(item -> list ? make.arrayNode().add(item) : item)
                .limit(codes.isEmpty() ? 1 : codes.size())
                .toList();
    }

    /** Returns the value without what is not taken over. */
    JsonNode taken(JsonNode value) {
        JsonNode copy = value.deepCopy();
        for (JsonNode item : list ? copy : List.of(copy)) {
            if (item instanceof ObjectNode object) {
                members.strip(object);
            }
        }
        return copy;
    }

    /** Returns what is demanded, in words that fit behind "Send ". */
    String wanted() {
        StringBuilder words = new StringBuilder();
        if (list) {
            words.append("a list of ")
                    .append(least == most ? String.valueOf(most) : least + " to " + most)
                    .append(' ');
        }
        words.append(codes.isEmpty() ? type : "one of " + String.join(", ", codes));
        members.tell(words);
        return maxLength == Integer.MAX_VALUE
                ? words.toString()
                : words.append(" of up to ")
                        .append(maxLength)
                        .append(" characters")
                        .toString();
    }

    /** Returns what is demanded, for people to read. */
    String told() {
        String what = codes.isEmpty() ? type : String.join(" | ", codes);
        String length = maxLength == Integer.MAX_VALUE ? "" : " up to " + maxLength + " characters";
        return (list ? "list of " + least + " to " + most + " " : "")
                + what
                + length
                + members.url().map(url -> " " + url).orElse("");
    }
}
