package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.frontdesk.source.Section;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a plain value, with the client and in FHIR. Compiled from the keys of a field:
 *
 * <pre>
 * type: code                              # string | code | integer | boolean | date-time | date | reference
 * values: [PENDING, READY]                # of a code: those that there are, spelled alike in FHIR
 * codes: {USUAL: usual}                   # or with the spelling in FHIR
 * to: Patient                             # of a reference: the type of resource; clients know its id alone
 * least: 0                                # of an integer: the smallest; optional
 * is: cancelled                           # of a boolean that is only told: the code for which it is true; optional
 * </pre>
 *
 * Times have a time zone (RFC 3339, section 5.6), and are told in UTC.
 */
final class Form {

    /** The kinds of values. */
    enum Kind {
        STRING("String", "string"),
        CODE("Code", "string"),
        INTEGER("Integer", "integer"),
        BOOLEAN("Boolean", "boolean"),
        DATE_TIME("DateTime", "string"),
        DATE("Date", "string"),
        REFERENCE("Reference", "string");

        private final String fhir;
        private final String schema;

        Kind(String fhir, String schema) {
            this.fhir = fhir;
            this.schema = schema;
        }

        /** Returns the kind's name in contracts. */
        String spelled() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns the name of the element that holds such a value of an extension. */
        String valueElement() {
            return "value" + fhir;
        }
    }

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private final Kind kind;
    private final Map<String, String> codes;
    private final String target;
    private final long least;
    private final Optional<String> is;

    private Form(Kind kind, Map<String, String> codes, String target, long least, Optional<String> is) {
        this.kind = kind;
        this.codes = codes;
        this.target = target;
        this.least = least;
        this.is = is;
    }

    /** Reads the form of a field. */
    static Form compile(Section field) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.spelled(), kind);
        }
        Kind kind = field.has("type") ? field.choice("type", kinds) : Kind.STRING;
        Map<String, String> codes = new LinkedHashMap<>();
        field.optionalTexts("values").forEach(code -> codes.put(code, code));
        field.optionalSection("codes").map(Section::textsByKey).ifPresent(codes::putAll);
        if (codes.isEmpty() == (kind == Kind.CODE)) {
            field.fault("type", "does not go with the codes that are listed", "type: code, with values or codes");
        }
        boolean bounded = kind == Kind.INTEGER && field.has("least");
        return new Form(
                kind,
                codes,
                kind == Kind.REFERENCE ? field.text("to") : "",
                bounded ? field.number("least", 0, 0, Integer.MAX_VALUE) : Integer.MIN_VALUE,
                kind == Kind.BOOLEAN ? field.optionalText("is") : Optional.empty());
    }

    /** Returns whether a text may be the id of a resource. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    Kind kind() {
        return kind;
    }

    /** Returns what stands in FHIR for a client's value. */
    JsonNode fhir(JsonNode value, String name) throws BadMessageException {
        return switch (kind) {
            case INTEGER -> integer(value, name);
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    throw wrong(name, "true or false");
                }
                yield value;
            }
            default -> new TextNode(fhirText(text(value, name), name));
        };
    }

    private JsonNode integer(JsonNode value, String name) throws BadMessageException {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.longValue() < least) {
            throw wrong(name, least == Integer.MIN_VALUE ? "a whole number" : "a whole number, at least " + least);
        }
        return value;
    }

    private String text(JsonNode value, String name) throws BadMessageException {
        if (!value.isTextual()) {
            throw wrong(name, expected());
        }
        return value.textValue();
    }

    private String fhirText(String text, String name) throws BadMessageException {
        switch (kind) {
            case CODE -> {
                String code = codes.get(text);
                if (code == null) {
                    throw wrong(name, expected());
                }
                return code;
            }
            case DATE_TIME -> {
                if (time(text).isEmpty()) {
                    throw wrong(name, expected());
                }
                return text;
            }
            case DATE -> {
                if (!isDate(text)) {
                    throw wrong(name, expected());
                }
                return text;
            }
            case REFERENCE -> {
                if (!isId(text)) {
                    throw BadMessageException.notFound(name + " names nothing that is stored.");
                }
                return target + "/" + text;
            }
            default -> {
                return text;
            }
        }
    }

    /** Returns what a client is told of a value in FHIR. */
    JsonNode told(JsonNode value) {
        String text = value.asText();
        return switch (kind) {
            case BOOLEAN ->
                is.<JsonNode>map(code -> BooleanNode.valueOf(code.equals(text))).orElse(value);
            case INTEGER ->
                value.isTextual() && text.matches("\\d{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : value;
            case CODE ->
                new TextNode(codes.entrySet().stream()
                        .filter(code -> code.getValue().equals(text))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(text));
            case DATE_TIME ->
                new TextNode(time(text).map(time -> time.toInstant().toString()).orElse(text));
            case REFERENCE -> new TextNode(text.substring(text.lastIndexOf('/') + 1));
            default -> value;
        };
    }

    /** Returns the client's spelling of a code that is written in any case. */
    Optional<String> spelledAs(String code) {
        return codes.keySet().stream().filter(code::equalsIgnoreCase).findFirst();
    }

    ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", kind.schema);
        if (kind == Kind.CODE) {
            codes.keySet().forEach(schema.putArray("enum")::add);
        }
        if (kind == Kind.DATE_TIME || kind == Kind.DATE) {
            schema.put("format", kind.spelled());
        }
        if (least != Integer.MIN_VALUE) {
            schema.put("minimum", least);
        }
        return schema;
    }

    private String expected() {
        return switch (kind) {
            case CODE -> codes.keySet().stream().collect(Collectors.joining(", ", "one of ", ""));
            case DATE_TIME -> "a time with its zone, such as 2026-03-09T09:00:00Z";
            case DATE -> "a date, such as 2026-03-09";
            default -> "a text";
        };
    }

    private static Optional<OffsetDateTime> time(String text) {
        try {
            return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*")
                    ? Optional.of(OffsetDateTime.parse(text))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isDate(String text) {
        try {
            return text.equals(LocalDate.parse(text).toString());
        } catch (DateTimeException e) {
            return false;
        }
    }

    static BadMessageException wrong(String name, String right) {
        return BadMessageException.of(name + " must be " + right + ".");
    }
}
