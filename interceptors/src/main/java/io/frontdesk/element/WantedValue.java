package io.frontdesk.element;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.util.FhirTerser;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/** The value of a search parameter, compared with elements of a resource: exactly, case included. */
@FunctionalInterface
interface WantedValue {

    /** {@code 23}, {@code Patient/23} or {@code https://example.org/fhir/Patient/23}. */
    Pattern REFERENCE = Pattern.compile("(?:(?:(https?://[^|?]+)/)?([A-Z][A-Za-z]*)/)?([A-Za-z0-9.-]{1,64})");

    /** {@code code}, {@code system|code}, {@code |code} or {@code system|}. */
    Pattern TOKEN = Pattern.compile("(?:([^|]*)\\|)?([^|]*)");

    /** Returns whether the element has this value. An element of a type that is not understood never has. */
    boolean equalTo(IBase element, Set<String> ownBases);

    /** Reads a value of the parameter's type; empty when it is none, or when such parameters are not judged. */
    static Optional<WantedValue> of(FhirContext fhir, RuntimeSearchParam parameter, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (parameter.getParamType()) {
            case TOKEN -> token(fhir.newTerser(), value);
            case REFERENCE -> reference(parameter, value);
            case URI, STRING -> Optional.of((element, ownBases) -> value.equals(text(element)));
            default -> Optional.empty();
        };
    }

    private static Optional<WantedValue> reference(RuntimeSearchParam parameter, String value) {
        Matcher form = REFERENCE.matcher(value);
        Set<String> targets = parameter.getTargets();
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean typed = form.group(2) != null;
        if (typed ? !targets.contains(form.group(2)) : targets.size() != 1) {
            return Optional.empty();
        }
        String wanted = typed ? value : targets.iterator().next() + "/" + value;
        return Optional.of((element, ownBases) -> {
            String reference = element instanceof IBaseReference given
                    ? given.getReferenceElement().getValue()
                    : null;
            return reference != null
                    && References.unversioned(References.local(reference, ownBases))
                            .equals(References.local(wanted, ownBases));
        });
    }

    private static Optional<WantedValue> token(FhirTerser terser, String value) {
        Matcher form = TOKEN.matcher(value);
        if (!form.matches() || value.equals("|")) {
            return Optional.empty();
        }
        Token wanted = new Token(form.group(1), form.group(2).isEmpty() ? null : form.group(2));
        return Optional.of((element, ownBases) -> wanted.in(terser, element));
    }

    private static @Nullable String text(IBase element) {
        if (element instanceof IIdType id) {
            return id.getIdPart();
        }
        return element instanceof IPrimitiveType<?> primitive ? primitive.getValueAsString() : null;
    }

    /**
     * A code in a system.
     *
     * @param system the system; empty for none, null for any
     * @param code the code, or null for any
     */
    record Token(@Nullable String system, @Nullable String code) {

        boolean in(FhirTerser terser, IBase element) {
            return switch (element.fhirType()) {
                case "CodeableConcept" ->
                    terser.getValues(element, "coding").stream().anyMatch(coding -> in(terser, coding));
                case "Coding" -> is(text(terser, element, "system"), text(terser, element, "code"));
                case "Identifier" -> is(text(terser, element, "system"), text(terser, element, "value"));
                // The system of a plain code is the one that it is bound to: a value that names one is not understood.
                default -> system == null && code != null && code.equals(WantedValue.text(element));
            };
        }

        private boolean is(@Nullable String givenSystem, @Nullable String givenCode) {
            boolean sameSystem = system == null || system.equals(givenSystem == null ? "" : givenSystem);
            return sameSystem && givenCode != null && (code == null || code.equals(givenCode));
        }

        private static @Nullable String text(FhirTerser terser, IBase element, String path) {
            return terser.getSinglePrimitiveValueOrNull(element, path);
        }
    }
}
