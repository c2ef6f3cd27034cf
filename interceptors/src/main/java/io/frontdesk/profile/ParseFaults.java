package io.frontdesk.profile;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Located;
import org.jspecify.annotations.Nullable;

/**
 * Turns everything HAPI's parser would pass over into a fault. HAPI names the element but not its place, so the line is
 * that of the first key of this name below the parent that HAPI names, or the first line when there is none.
 */
final class ParseFaults implements IParserErrorHandler {

    private final String file;
    private final Located tree;
    private final Faults faults;

    ParseFaults(String file, Located tree, Faults faults) {
        this.file = file;
        this.tree = tree;
        this.faults = faults;
    }

    @Override
    public void containedResourceWithNoId(@Nullable IParseLocation location) {
        fault(location, "contained", "holds a resource without id", "give it an id");
    }

    @Override
    public void incorrectJsonType(
            @Nullable IParseLocation location,
            String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        fault(location, element, "is " + name(found, foundScalar), name(expected, expectedScalar) + " is expected");
    }

    private static String name(ValueType type, @Nullable ScalarType scalar) {
        return switch (type) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            case SCALAR ->
                scalar == null ? "a single value" : "a " + scalar.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, String value, String error) {
        int line = Lines.ofText(tree, value);
        faults.add(new Fault(file, line, "", "the value '" + value + "' is invalid: " + error, "give a valid value"));
    }

    @Override
    public void missingRequiredElement(@Nullable IParseLocation location, String element) {
        fault(location, element, "is missing", "it is required");
    }

    @Override
    public void unexpectedRepeatingElement(@Nullable IParseLocation location, String element) {
        fault(location, element, "is given more than once", "give it once");
    }

    @Override
    public void unknownAttribute(@Nullable IParseLocation location, String attribute) {
        fault(location, attribute, "is no attribute that FHIR knows here", "remove it");
    }

    @Override
    public void unknownElement(@Nullable IParseLocation location, String element) {
        fault(location, element, "is no element that FHIR knows here", "remove it or correct its name");
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, String reference) {
        fault(location, "reference", "'" + reference + "' points at nothing", "correct it");
    }

    @Override
    public void invalidInternalReference(@Nullable IParseLocation location, String reference) {
        fault(location, "reference", "'" + reference + "' points at nothing", "correct it");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation location) {
        fault(location, "extension", "has a value and extensions of its own", "give one of them");
    }

    private void fault(@Nullable IParseLocation location, String element, String wrong, String right) {
        String parent = location == null ? null : location.getParentElementName();
        faults.add(new Fault(file, Lines.ofKey(tree, parent, element), element, wrong, right));
    }
}
