package io.frontdesk.profile.shape;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of value that can be of any content as far as FHIR goes: an id, a moment, a text, the id in a reference, the
 * last part of an address. Each is held narrower than FHIR does, so that every value of a kind passes what the validator
 * asks of its type; what is unusual is no free value.
 *
 * @param kind which kind
 * @param fixed the part of the value that is not free
 * @param free the part that is
 */
record FreeValue(Kind kind, String fixed, String free) {

    /** What a value is. */
    enum Kind {
        ID,
        MOMENT,
        TEXT,
        REFERENCE,
        ADDRESS
    }

    /** A longer text is nobody's remark, and could meet a limit. */
    private static final int LONGEST = 4000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern MOMENT = Pattern.compile("((?:19|20)\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d)"
            + "((?:\\.\\d{1,3})?(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d))");
    private static final Pattern REFERENCE =
            Pattern.compile("((?:https?://[A-Za-z0-9._~:/-]+/)?([A-Z][A-Za-z]{1,40})/)([A-Za-z0-9.-]{1,64})");
    private static final Pattern ADDRESS = Pattern.compile("(https?://[A-Za-z0-9._~:/-]+/)([A-Za-z0-9._~-]+)");
    private static final String PUNCTUATION = " \n.,;:!?()'/+-–_@%*#=";

    /** FHIR's own extensions can mean something to the validator. */
    private static final Pattern OF_FHIR = Pattern.compile("[/.]hl7\\.org/");

    private static final Set<String> MOMENTS = Set.of("instant", "dateTime");

    /** Types whose texts the validator passes over, beside resources and their own elements. */
    private static final Set<String> PARENTS = Set.of("Reference", "CodeableConcept", "Extension", "HumanName");

    /**
     * Returns a value's kind and parts, or nothing when it is not free.
     *
     * @param place where the value stands
     * @param parent the element or resource that it is a part of
     */
    static Optional<FreeValue> of(FhirContext fhir, Place place, JsonNode parent, String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        if (place.parentType().equals("Extension")
                && (!place.field().startsWith("value")
                        || OF_FHIR.matcher(parent.path("url").asText()).find())) {
            return Optional.empty();
        }
        if (place.root() && place.field().equals("id")) {
            return ID.matcher(value).matches() ? Optional.of(new FreeValue(Kind.ID, "", value)) : Optional.empty();
        }
        if (MOMENTS.contains(place.type())) {
            return isMoment(value) ? split(Kind.MOMENT, MOMENT.matcher(value), 2, 1) : Optional.empty();
        }
        if (place.parentType().equals("Reference") && place.field().equals("reference")) {
            Matcher parts = REFERENCE.matcher(value);
            return parts.matches() && fhir.getResourceTypes().contains(parts.group(2))
                    ? split(Kind.REFERENCE, parts, 1, 3)
                    : Optional.empty();
        }
        if (place.type().equals("uri") && place.parentType().equals("Extension")) {
            return split(Kind.ADDRESS, ADDRESS.matcher(value), 1, 2);
        }
        return place.type().equals("string") && !place.field().equals("id") && anyText(place, parent) && plain(value)
                ? Optional.of(new FreeValue(Kind.TEXT, "", value))
                : Optional.empty();
    }

    private static boolean isMoment(String value) {
        try {
            return OffsetDateTime.parse(value).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static Optional<FreeValue> split(Kind kind, Matcher parts, int fixed, int free) {
        return parts.matches()
                ? Optional.of(new FreeValue(kind, parts.group(fixed), parts.group(free)))
                : Optional.empty();
    }

    /** The validator looks into identifiers of systems whose values are URIs or UUIDs. */
    private static boolean anyText(Place place, JsonNode parent) {
        if (place.parentType().equals("Identifier")) {
            String system = parent.path("system").asText().toLowerCase(Locale.ROOT);
            return place.field().equals("value") && !system.contains("rfc") && !system.contains("ietf");
        }
        return place.inResource() || PARENTS.contains(place.parentType());
    }

    private static boolean plain(String text) {
        if (text.isEmpty() || edge(text.charAt(0)) || edge(text.charAt(text.length() - 1))) {
            return false;
        }
        return text.codePoints().allMatch(each -> Character.isLetterOrDigit(each) || PUNCTUATION.indexOf(each) >= 0);
    }

    private static boolean edge(char each) {
        return each == ' ' || each == '\n' || each == '#';
    }
}
