package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * Takes out of a validator's message what it quotes of a resource and what may tell of a patient: texts, references,
 * dates and numbers. Codes and the URIs of systems and definitions stay, since they are what a developer needs.
 */
final class PrivateValues {

    private static final Set<String> HARMLESS = Set.of("code", "uri", "url", "canonical", "boolean", "unsignedInt");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"|\u2018([^\u2019]*)\u2019");

    /** Shorter values are taken out only where they are quoted: they are parts of ordinary words. */
    private static final int TELLING = 4;

    private final List<String> values;

    PrivateValues(FhirContext context, IBaseResource resource) {
        var found =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(text -> text));
        for (IBase element : context.newTerser().getAllPopulatedChildElementsOfType(resource, IBase.class)) {
            if (element instanceof IPrimitiveType<?> primitive
                    && primitive.getValueAsString() != null
                    && !HARMLESS.contains(primitive.fhirType())) {
                found.add(primitive.getValueAsString());
            }
        }
        this.values = List.copyOf(found);
    }

    /** Returns the message with an ellipsis in place of each private value. */
    String removedFrom(String message) {
        String bare =
                QUOTED.matcher(message).replaceAll(quoted -> java.util.regex.Matcher.quoteReplacement(quote(quoted)));
        for (String value : values) {
            if (value.length() >= TELLING) {
                bare = bare.replace(value, "…");
            }
        }
        return bare;
    }

    private String quote(MatchResult quoted) {
        String all = quoted.group();
        String inner = all.substring(1, all.length() - 1);
        boolean telling = values.stream()
                .anyMatch(value -> value.equals(inner)
                        || (inner.length() >= TELLING && value.startsWith(inner))
                        || (value.length() >= TELLING && inner.contains(value)));
        return telling ? "…" : all;
    }
}
