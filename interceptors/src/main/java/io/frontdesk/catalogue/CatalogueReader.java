package io.frontdesk.catalogue;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.TopElements;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one catalogue of a contract. */
final class CatalogueReader {

    private static final String CONCEPT = "CodeableConcept";
    private static final Set<String> TELLABLE =
            Set.of(Rule.VALUE_UNKNOWN.id(), Rule.VALUE_AMBIGUOUS.id(), Rule.VALUE_CLOSED.id(), Rule.VALUE_CODINGS.id());

    private CatalogueReader() {}

    /**
     * Reads a catalogue; empty when its element is none. Faults elements of another type, a usual entry that is missing, that
     * stands twice or that may not be chosen, and texts of other rules.
     */
    static Optional<Catalogue> read(Section section, FhirContext fhir, String type) {
        String element = section.text("element");
        BaseRuntimeChildDefinition child = fhir.getResourceDefinition(type).getChildByName(element);
        BaseRuntimeElementDefinition<?> concept = child == null ? null : child.getChildByName(element);
        boolean known = concept != null && CONCEPT.equals(concept.getName());
        if (!known && !element.isEmpty()) {
            section.fault("element", "'" + element + "' is no " + CONCEPT, "an element such as appointmentType");
        }
        List<String> by = section.texts("by");
        if (!by.contains("code") || !Set.of("system", "code").containsAll(by)) {
            section.fault("by", "is nothing to look up by", "[system, code] or [code]");
        }
        boolean one = section.has("codings") && section.choice("codings", Map.of("optional", false, "one", true));
        List<String> usualOn = section.optionalTexts("usual");
        List<Entry> entries = entries(section);
        long usual = entries.stream().filter(Entry::usual).count();
        if (!Set.of("create", "update").containsAll(usualOn)) {
            section.fault("usual", "names something else", "[create], [update] or both");
        }
        if (usual > 1 || !usualOn.isEmpty() && usual == 0) {
            section.fault("entries", "has " + usual + " usual entries", "one entry with usual: true");
        }
        Map<String, String> texts = texts(section);
        return known && concept != null
                ? Optional.of(new Catalogue(
                        element,
                        TopElements.of(fhir, type),
                        concept,
                        by.contains("system"),
                        one,
                        usualOn,
                        entries,
                        texts))
                : Optional.empty();
    }

    private static List<Entry> entries(Section section) {
        List<Entry> entries = new ArrayList<>();
        for (Section listed : section.sections("entries")) {
            Entry entry = new Entry(
                    listed.optionalText("system"),
                    listed.text("code"),
                    listed.optionalText("display"),
                    listed.flag("usual", false),
                    listed.flag("closed", false));
            if (entry.usual() && entry.closed()) {
                listed.fault("usual", "is an entry that may not be chosen", "another entry, or leave out closed");
            }
            listed.close();
            entries.add(entry);
        }
        return entries;
    }

    private static Map<String, String> texts(Section section) {
        Map<String, String> texts = new HashMap<>();
        section.optionalSection("texts").ifPresent(words -> {
            for (String rule : words.keys()) {
                if (!TELLABLE.contains(rule)) {
                    words.fault(rule, "is no rule of a catalogue", "one of " + String.join(", ", TELLABLE));
                }
                texts.put(rule, words.text(rule));
            }
            words.close();
        });
        return texts;
    }
}
