package io.frontdesk.catalogue;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.SentElements;
import io.frontdesk.element.TopElements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The codings that one element of type CodeableConcept may have. A coding is looked up, and stored as the catalogue spells it.
 * Compiled from an item of {@code catalogues}:
 *
 * <pre>
 * catalogues:
 *   - element: appointmentType
 *     by: [system, code]            # what a coding is looked up by: [system, code] or [code]
 *     codings: one                  # one | optional: how many codings the element has where it is there; absent: optional
 *     usual: [create]               # when an absent element becomes the usual entry: [create], [create, update]; optional
 *     entries:
 *       - {system: "http://snomed.info/sct", code: "185349003", display: Check-up, usual: true}
 *       - {system: "http://snomed.info/sct", code: "11429006", closed: true}   # listed, and not to be chosen
 *     texts:                        # the contract's words for refusals, by their rule; optional
 *       value.unknown: "There is no type {code} of {system}"
 * </pre>
 *
 * Of several codings in an optional element the first one counts. What is stored may stay, whatever the catalogue says by now.
 */
final class Catalogue {

    /** Codes and systems may be told back; anything else could be about a patient. */
    private static final Pattern TOLD = Pattern.compile("[A-Za-z0-9._:/#+|-]{1,100}");

    private static final int MOST_TOLD = 20;

    private final String element;
    private final TopElements elements;
    private final Codings codings;
    private final boolean bySystem;
    private final boolean one;
    private final List<String> usualOn;
    private final List<Entry> entries;
    private final Map<String, String> texts;
    private final String remedy;

    Catalogue(
            String element,
            TopElements elements,
            BaseRuntimeElementDefinition<?> concept,
            boolean bySystem,
            boolean one,
            List<String> usualOn,
            List<Entry> entries,
            Map<String, String> texts) {
        this.element = element;
        this.elements = elements;
        this.codings = new Codings(concept);
        this.bySystem = bySystem;
        this.one = one;
        this.usualOn = List.copyOf(usualOn);
        this.entries = List.copyOf(entries);
        this.texts = Map.copyOf(texts);
        this.remedy = "Send one of "
                + entries.stream()
                        .filter(entry -> !entry.closed())
                        .map(Entry::code)
                        .distinct()
                        .limit(MOST_TOLD)
                        .collect(Collectors.joining(", "))
                + (entries.size() > MOST_TOLD ? " ..." : "") + ".";
    }

    /** Puts the usual entry in place of nothing, and each coding that is found as the catalogue spells it. */
    void prepare(Optional<IBaseResource> stored, IBaseResource proposed) {
        boolean absent = SentElements.of(proposed)
                .map(names -> !names.contains(element))
                .orElseGet(() -> values(proposed).isEmpty());
        if (absent && usualOn.contains(stored.isEmpty() ? "create" : "update")) {
            entries.stream()
                    .filter(Entry::usual)
                    .findFirst()
                    .ifPresent(usual -> elements.replace(proposed, element, List.of(codings.concept(usual))));
            return;
        }
        if (unchanged(stored, proposed)) {
            return;
        }
        for (IBase value : values(proposed)) {
            if (!one) {
                codings.keepFirst(value);
            }
            for (IBase coding : codings.of(value)) {
                List<Entry> found = found(coding);
                if (found.size() == 1) {
                    codings.spell(coding, found.get(0));
                }
            }
        }
    }

    /** Judges what would be stored, unless it is stored already. */
    Decision judge(Optional<IBaseResource> stored, IBaseResource proposed) {
        Decision decision = Decision.permit();
        if (unchanged(stored, proposed)) {
            return decision;
        }
        for (IBase value : values(proposed)) {
            List<IBase> listed = codings.of(value);
            if (one && listed.size() != 1) {
                return refuse(Rule.VALUE_CODINGS, "has not exactly one coding", "Send one coding.", "", "", "");
            }
            for (IBase coding : listed) {
                decision = decision.and(() -> judge(coding));
            }
        }
        return decision;
    }

    private Decision judge(IBase coding) {
        List<Entry> found = found(coding);
        String system = codings.system(coding).map(Catalogue::told).orElse("");
        String code = codings.code(coding).map(Catalogue::told).orElse("");
        if (found.isEmpty()) {
            return refuse(Rule.VALUE_UNKNOWN, "has a coding that is not listed", remedy, system, code, "");
        }
        if (found.size() > 1) {
            return refuse(
                    Rule.VALUE_AMBIGUOUS,
                    "has a coding that is listed more than once",
                    "Send one that is listed once, or tell the operator.",
                    system,
                    code,
                    "");
        }
        String name = found.get(0).display().orElse(code);
        return found.get(0).closed()
                ? refuse(Rule.VALUE_CLOSED, "has a coding that is not for appointments", remedy, system, code, name)
                : Decision.permit();
    }

    private List<Entry> found(IBase coding) {
        return entries.stream()
                .filter(entry ->
                        codings.code(coding).filter(entry.code()::equals).isPresent())
                .filter(entry -> !bySystem || entry.system().equals(codings.system(coding)))
                .toList();
    }

    private List<IBase> values(IBaseResource resource) {
        return elements.values(resource, element).stream()
                .filter(value -> value != null && !value.isEmpty())
                .toList();
    }

    private boolean unchanged(Optional<IBaseResource> stored, IBaseResource proposed) {
        return stored.filter(before -> keys(before).equals(keys(proposed))).isPresent();
    }

    private List<List<String>> keys(IBaseResource resource) {
        return values(resource).stream()
                .map(value -> codings.of(value).stream()
                        .map(coding -> codings.system(coding) + "|" + codings.code(coding))
                        .toList())
                .toList();
    }

    private Decision refuse(Rule rule, String wrong, String remedy, String system, String code, String name) {
        String path = "Appointment." + element;
        return Decision.refuse(Refusal.of(rule, "The element " + path + " " + wrong + ".", remedy)
                .at(path)
                .with("element", path)
                .with("system", system)
                .with("code", code)
                .with("name", name)
                .told(OwnTelling.inWords(Optional.ofNullable(texts.get(rule.id())))));
    }

    private static String told(String text) {
        return TOLD.matcher(text).matches() ? text : "(unreadable)";
    }

    /** Returns the element that is looked up. */
    String element() {
        return element;
    }

    /** Returns the codes that may be chosen. */
    List<String> codes() {
        return entries.stream()
                .filter(entry -> !entry.closed())
                .map(Entry::code)
                .toList();
    }
}
