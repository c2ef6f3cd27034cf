package io.frontdesk.update;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementTree;
import io.frontdesk.element.SentElements;
import io.frontdesk.element.TopElements;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Which elements of a stored appointment a client's update leaves as they are. Compiled from {@code update}:
 *
 * <pre>
 * update:
 *   mode: merge                    # replace | merge: whether an element that the body does not name is removed or kept
 *   supported: [status, start]     # the elements that are read; all others of a body are passed over; optional
 *   keepEnded: [identifier]        # lists of which the items whose period has ended stay when the list is replaced; optional
 * </pre>
 *
 * An element is kept or replaced as a whole, with its extensions. An empty list in JSON names its element, and clears it. What
 * comes out is judged by all later guards as if it had been sent. A write that is carried out anew, because another one was
 * faster, begins with what the client sent and with what that other one has left.
 */
public final class KeptElements implements WriteGuard {

    /** What a client sent, before any guard has changed it. */
    private static final String SENT = KeptElements.class.getName();

    private static final String CONTAINED = "contained";
    private static final String SOURCE = "source";

    private final FhirTerser terser;
    private final TopElements elements;
    private final LocalReferences references;
    private final BaseRuntimeElementCompositeDefinition<?> meta;
    private final EndedItems ended;
    private final String guarded;
    private final boolean merges;
    private final Set<String> supported;
    private final Set<String> keepEnded;
    private final boolean takesAll;

    private KeptElements(
            FhirContext fhir,
            String guarded,
            boolean merges,
            Set<String> supported,
            Set<String> keepEnded,
            EndedItems ended) {
        this.terser = fhir.newTerser();
        this.elements = TopElements.of(fhir, guarded);
        this.references = new LocalReferences(new ElementTree(fhir), elements);
        this.meta =
                (BaseRuntimeElementCompositeDefinition<?>) Objects.requireNonNull(fhir.getElementDefinition("Meta"));
        this.ended = ended;
        this.guarded = guarded;
        this.merges = merges;
        this.supported = Set.copyOf(supported);
        this.keepEnded = Set.copyOf(keepEnded);
        this.takesAll = !merges && keepEnded.isEmpty() && supported.containsAll(elements.names());
    }

    /**
     * Compiles the keys; faults elements that the type does not have, and lists whose items have no period.
     *
     * @param guarded the type whose updates are meant
     */
    public static KeptElements compile(Section update, FhirContext fhir, String guarded) {
        Map<String, Boolean> modes = new LinkedHashMap<>();
        modes.put("replace", false);
        modes.put("merge", true);
        boolean merges = update.choice("mode", modes);
        TopElements elements = TopElements.of(fhir, guarded);
        Set<String> supported =
                update.has("supported") ? listed(update, "supported", elements.names()) : elements.names();
        EndedItems ended = new EndedItems(fhir);
        Set<String> keepEnded = listed(update, "keepEnded", ended.in(guarded));
        return new KeptElements(fhir, guarded, merges, supported, keepEnded, ended);
    }

    private static Set<String> listed(Section update, String key, Set<String> known) {
        List<String> names = update.optionalTexts(key);
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                update.fault(key, i, "'" + names.get(i) + "' is no such element", "one of " + String.join(", ", known));
            }
        }
        Set<String> found = new HashSet<>(names);
        found.retainAll(known);
        return found;
    }

    /** Returns whether an update keeps what its body does not name, so that a body alone need not make sense. */
    public boolean merges() {
        return merges;
    }

    @Override
    public Family family() {
        return Family.UPDATE;
    }

    @Override
    public Decision beforeWrite(Write write) {
        boolean body = write.request()
                .map(Request::interaction)
                .filter(Interaction::sendsResource)
                .isPresent();
        if (takesAll || !body || !guarded.equals(write.type())) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        write.stored().ifPresentOrElse(stored -> keep(stored, proposed, write.at()), () -> dropUnsupported(proposed));
        return references.mend(proposed) ? Decision.permit() : dangling();
    }

    private void dropUnsupported(IBaseResource proposed) {
        elements.names().stream()
                .filter(name -> !supported.contains(name))
                .forEach(name -> elements.replace(proposed, name, List.of()));
    }

    private void keep(IBaseResource before, IBaseResource proposed, Instant now) {
        IBaseResource sent = sent(proposed);
        IBaseResource stored = terser.clone(before);
        withoutSource(stored);
        Set<String> named = new HashSet<>(
                merges ? SentElements.of(proposed).orElseGet(() -> elements.filled(sent)) : elements.names());
        named.retainAll(supported);
        for (String name : elements.names()) {
            List<IBase> kept = elements.values(stored, name);
            List<IBase> given = elements.values(sent, name);
            elements.replace(proposed, name, named.contains(name) ? with(name, kept, given, now) : kept);
        }
        if (!named.contains(CONTAINED)) {
            references.dropOrphans(proposed);
        }
    }

    /** Who sent a version is said of that version alone. */
    private void withoutSource(IBaseResource stored) {
        BaseRuntimeChildDefinition source = meta.getChildByName(SOURCE);
        if (source != null) {
            source.getMutator().setValue(stored.getMeta(), null);
        }
    }

    private List<IBase> with(String name, List<IBase> kept, List<IBase> given, Instant now) {
        if (!keepEnded.contains(name)) {
            return given;
        }
        List<IBase> all = new ArrayList<>(ended.without(ended.of(kept, now), given));
        all.addAll(given);
        return all;
    }

    /** Returns a copy of what was sent, to take apart; later guards change the resource itself, also when the write fails. */
    private IBaseResource sent(IBaseResource proposed) {
        if (!(proposed.getUserData(SENT) instanceof IBaseResource)) {
            proposed.setUserData(SENT, terser.clone(proposed));
        }
        return terser.clone((IBaseResource) proposed.getUserData(SENT));
    }

    private static Decision dangling() {
        return Decision.refuse(Refusal.of(
                        Rule.REFERENCE,
                        "A reference that begins with # points at no contained resource.",
                        "Send the contained resource, or mend the reference.")
                .at("Appointment.contained"));
    }
}
