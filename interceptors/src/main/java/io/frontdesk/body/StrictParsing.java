package io.frontdesk.body;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes HAPI's parser refuse whatever it would otherwise drop or mend without a word. */
final class StrictParsing implements IParserErrorHandler {

    /** What the parser found wrong; carried out of HAPI's parser, which knows no other way to stop. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;
        private final String element;
        private final String value;

        Stopped(Refusal refusal, String element, String value) {
            super(refusal.rule().id(), null, false, false);
            this.refusal = refusal;
            this.element = element;
            this.value = value;
        }

        Refusal refusal() {
            return refusal;
        }

        /** The name of the element at fault, without its path, which the parser does not know. */
        String element() {
            return element;
        }

        /** The value at fault, by which the element is told from others of its name; empty when it is not the value. */
        String value() {
            return value;
        }
    }

    private final boolean dropsUnknown;
    private final boolean partial;

    /** Refuses all of it. */
    StrictParsing() {
        this(false, false);
    }

    /**
     * Refuses as much of it as the contract asks for.
     *
     * @param dropsUnknown whether elements that FHIR does not know are passed over
     * @param partial whether what is parsed may point at contained resources that are stored
     */
    StrictParsing(boolean dropsUnknown, boolean partial) {
        this.dropsUnknown = dropsUnknown;
        this.partial = partial;
    }

    /** Codes may be told back; anything else could be about a patient. */
    private static final Pattern CODE = Pattern.compile("[a-z][a-z-]{0,31}");

    @Override
    public void containedResourceWithNoId(@Nullable IParseLocation location) {
        throw stopped(Rule.BODY_ELEMENT, "contained", "A contained resource has no id.", "Give it an id.");
    }

    @Override
    public void incorrectJsonType(
            @Nullable IParseLocation location,
            String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        throw stopped(
                Rule.BODY_SHAPE,
                element,
                "The element " + element + " is " + shape(found, foundScalar) + ".",
                "Send " + shape(expected, expectedScalar) + ".");
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, @Nullable String value, String error) {
        String element = name(location);
        String told = value != null && CODE.matcher(value).matches() ? " '" + value + "'" : "";
        Refusal refusal = Refusal.of(
                        Rule.BODY_VALUE,
                        "The element " + element + " cannot hold the value" + told + " that was sent.",
                        "Send a value of the element's type or value set.")
                .with("element", element);
        throw new Stopped(refusal, element, value == null ? "" : value);
    }

    @Override
    public void missingRequiredElement(@Nullable IParseLocation location, String element) {
        throw stopped(
                Rule.BODY_ELEMENT,
                name(location),
                "The element " + name(location) + " lacks " + element + ".",
                "Send it.");
    }

    @Override
    public void unexpectedRepeatingElement(@Nullable IParseLocation location, String element) {
        throw stopped(Rule.BODY_SHAPE, element, "The element " + element + " is sent more than once.", "Send it once.");
    }

    @Override
    public void unknownAttribute(@Nullable IParseLocation location, String attribute) {
        throw stopped(
                Rule.BODY_ELEMENT, attribute, "The attribute " + attribute + " does not exist here.", "Leave it out.");
    }

    @Override
    public void unknownElement(@Nullable IParseLocation location, String element) {
        if (dropsUnknown) {
            return;
        }
        throw stopped(
                Rule.BODY_ELEMENT,
                element,
                "The element " + element + " does not exist here in this FHIR version.",
                "Leave it out, or send it as an extension.");
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, String reference) {
        if (partial) {
            return;
        }
        throw stopped(
                Rule.REFERENCE, "reference", "A reference points at no resource.", "Mend or leave out the reference.");
    }

    @Override
    public void invalidInternalReference(@Nullable IParseLocation location, String reference) {
        throw stopped(
                Rule.REFERENCE,
                "reference",
                "A reference that begins with # points at no contained resource.",
                "Send the contained resource, or mend the reference.");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation location) {
        throw stopped(
                Rule.BODY_ELEMENT,
                "extension",
                "An extension has both a value and extensions.",
                "Send one of the two.");
    }

    private static Stopped stopped(Rule rule, String element, String text, String remedy) {
        return new Stopped(Refusal.of(rule, text, remedy).with("element", element), element, "");
    }

    private static String name(@Nullable IParseLocation location) {
        return Optional.ofNullable(location)
                .map(IParseLocation::getParentElementName)
                .orElse("(unknown)");
    }

    private static String shape(ValueType type, @Nullable ScalarType scalar) {
        return switch (type) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            default ->
                scalar == null ? "a single value" : "a single " + scalar.name().toLowerCase(Locale.ROOT);
        };
    }
}
