package io.frontdesk.prepare;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.element.TopElements;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What is made of an appointment that a client sends, before anything judges it. Compiled from the section {@code prepare}, of
 * which every key is optional:
 *
 * <pre>
 * prepare:
 *   first: [reasonCode]                       # lists of which only the first item counts; the others are passed over
 *   mirrored:                                 # pairs of texts that always say the same: see {@link Mirror}
 *     - {element: reasonCode.text, same: description}
 *   fill: ...                                 # see {@link Filling}
 *   clear: ...                                # see {@link Clearing}
 *   end: minutesDuration                      # the end follows from the start and this element (0 where it is absent)
 * </pre>
 *
 * In this order. What the server's own code writes stays as it is.
 */
public final class PreparePolicy {

    private final String type;
    private final TopElements elements;
    private final List<String> first;
    private final List<Mirror> mirrors;
    private final List<Filling> fillings;
    private final List<Clearing> clearings;
    private final Optional<Ending> ending;

    private PreparePolicy(
            String type,
            TopElements elements,
            List<String> first,
            List<Mirror> mirrors,
            List<Filling> fillings,
            List<Clearing> clearings,
            Optional<Ending> ending) {
        this.type = type;
        this.elements = elements;
        this.first = List.copyOf(first);
        this.mirrors = List.copyOf(mirrors);
        this.fillings = List.copyOf(fillings);
        this.clearings = List.copyOf(clearings);
        this.ending = ending;
    }

    /** Returns the policy of a contract that takes appointments as they are sent. */
    public static PreparePolicy none() {
        return new PreparePolicy("", TopElements.none(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    /** Compiles the section; faults elements that the type does not have. */
    public static PreparePolicy compile(Section prepare, FhirContext fhir, String type) {
        TopElements elements = TopElements.of(fhir, type);
        List<String> first = prepare.optionalTexts("first");
        for (int i = 0; i < first.size(); i++) {
            if (!elements.names().contains(first.get(i))) {
                prepare.fault(
                        "first", i, "'" + first.get(i) + "' is no element of " + type, "a list such as reasonCode");
            }
        }
        List<Mirror> mirrors = new ArrayList<>();
        for (Section pair : prepare.sections("mirrored")) {
            Mirror.compile(pair, fhir.getResourceDefinition(type)).ifPresent(mirrors::add);
            pair.close();
        }
        List<Filling> fillings = new ArrayList<>();
        for (Section filling : prepare.sections("fill")) {
            Filling.compile(filling, fhir, type).ifPresent(fillings::add);
            filling.close();
        }
        List<Clearing> clearings = new ArrayList<>();
        for (Section clearing : prepare.sections("clear")) {
            Clearing.compile(clearing, fhir, type).ifPresent(clearings::add);
            clearing.close();
        }
        return new PreparePolicy(
                type, elements, first, mirrors, fillings, clearings, Ending.compile(prepare, fhir, type));
    }

    /** Changes what a client would store; never refuses. */
    public Decision prepare(Write write) {
        if (type.equals(write.type()) && write.request().isPresent()) {
            IBaseResource proposed = write.proposed();
            first.forEach(name -> firstOnly(proposed, name));
            mirrors.forEach(mirror -> mirror.reflect(write.stored(), proposed));
            fillings.forEach(filling -> filling.fill(write.stored().isEmpty(), proposed));
            clearings.forEach(clearing -> clearing.clear(proposed));
            ending.ifPresent(end -> end.put(proposed));
        }
        return Decision.permit();
    }

    private void firstOnly(IBaseResource proposed, String name) {
        List<IBase> values = elements.values(proposed, name);
        Optional<IBase> only = values.stream().findFirst();
        if (values.size() > 1) {
            elements.replace(proposed, name, only.map(List::of).orElseGet(List::of));
        }
    }
}
