package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.References;
import io.frontdesk.element.TopElements;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Fills an appointment from the Slots that it comes to hold: the time from the first to the last of them, and who their
 * Schedules are for. Participants of the types that come from Schedules, and that these Schedules do not name, are let go.
 */
public final class SlotFilling implements WriteGuard {

    private static final String START = "start";
    private static final String END = "end";
    private static final String PARTICIPANT = "participant";

    private final SlotPolicy policy;
    private final FhirContext fhir;
    private final Slots slots;
    private final TopElements elements;
    private final ElementPath slotStart;
    private final ElementPath slotEnd;
    private final ElementPath scheduleActors;

    /** Takes where the Slots are. */
    public SlotFilling(SlotPolicy policy, FhirContext fhir, ResourceStore store) {
        this.policy = policy;
        this.fhir = fhir;
        this.slots = new Slots(fhir, store);
        this.elements = TopElements.of(fhir, policy.type());
        this.slotStart = ElementPath.known(fhir, Slots.SLOT, START);
        this.slotEnd = ElementPath.known(fhir, Slots.SLOT, END);
        this.scheduleActors = ElementPath.known(fhir, Slots.SCHEDULE, "actor");
    }

    /** Permits all: a Slot that is not there or not free is refused where it is taken. */
    @Override
    public Family family() {
        return Family.SLOT;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (policy.fills() && policy.type().equals(write.type())) {
            Set<String> after = policy.held(Optional.of(write.proposed())).keySet();
            Set<String> taken = new TreeSet<>(after);
            taken.removeAll(policy.held(write.stored()).keySet());
            if (!taken.isEmpty()) {
                fill(slots.in(write.partition()), write.proposed(), after);
            }
        }
        return Decision.permit();
    }

    private void fill(Slots there, IBaseResource appointment, Set<String> references) {
        List<IBaseResource> held =
                references.stream().map(there::at).flatMap(Optional::stream).toList();
        Optional<IPrimitiveType<?>> start =
                held.stream().flatMap(slot -> times(slotStart, slot)).min(Comparator.comparing(SlotFilling::instant));
        Optional<IPrimitiveType<?>> end =
                held.stream().flatMap(slot -> times(slotEnd, slot)).max(Comparator.comparing(SlotFilling::instant));
        if (start.isEmpty() || end.isEmpty()) {
            return;
        }
        set(appointment, START, start.get().getValueAsString());
        set(appointment, END, end.get().getValueAsString());
        long minutes = Duration.between(
                        instant(start.get()).toInstant(), instant(end.get()).toInstant())
                .toMinutes();
        if (minutes > 0) {
            set(appointment, "minutesDuration", Long.toString(minutes));
        }
        if (!policy.participants().isEmpty()) {
            participants(appointment, actors(there, held));
        }
    }

    private static Stream<IPrimitiveType<?>> times(ElementPath path, IBaseResource slot) {
        return path.in(slot).stream()
                .filter(value -> value instanceof IPrimitiveType<?> plain && plain.getValue() instanceof Date)
                .map(value -> (IPrimitiveType<?>) value);
    }

    private static Date instant(IPrimitiveType<?> time) {
        return (Date) Objects.requireNonNull(time.getValue());
    }

    private void set(IBaseResource appointment, String element, String value) {
        if (policy.fill().contains(element)) {
            fhir.newTerser().setElement(appointment, element, value);
        }
    }

    private Set<String> actors(Slots there, List<IBaseResource> held) {
        Set<String> actors = new LinkedHashSet<>();
        for (IBaseResource slot : held) {
            for (IBaseResource schedule : there.schedules(slot)) {
                scheduleActors.textsIn(schedule).stream()
                        .map(References::unversioned)
                        .filter(this::takenOver)
                        .forEach(actors::add);
            }
        }
        return actors;
    }

    private void participants(IBaseResource appointment, Set<String> actors) {
        List<IBase> all = new ArrayList<>();
        actors.forEach(actor -> all.add(participant(actor)));
        elements.values(appointment, PARTICIPANT).stream()
                .filter(participant -> !takenOver(actor(participant)))
                .forEach(all::add);
        elements.replace(appointment, PARTICIPANT, all);
    }

    private IBase participant(String actor) {
        IBase participant = Objects.requireNonNull(fhir.getResourceDefinition(policy.type())
                        .getChildByName(PARTICIPANT)
                        .getChildByName(PARTICIPANT))
                .newInstance();
        FhirTerser terser = fhir.newTerser();
        ((IBaseReference) terser.addElement(participant, "actor")).setReference(actor);
        terser.setElement(participant, "required", "required");
        terser.setElement(participant, "status", "accepted");
        return participant;
    }

    private @Nullable String actor(IBase participant) {
        IBaseReference actor = fhir.newTerser().getSingleValueOrNull(participant, "actor", IBaseReference.class);
        return actor == null ? null : actor.getReferenceElement().getValue();
    }

    private boolean takenOver(@Nullable String actor) {
        return actor != null && policy.participants().stream().anyMatch(type -> actor.startsWith(type + "/"));
    }
}
