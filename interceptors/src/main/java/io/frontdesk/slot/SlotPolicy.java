package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.References;
import io.frontdesk.source.Section;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Which Slots an appointment holds, and what it takes over from them. Compiled from {@code booking.slots}:
 *
 * <pre>
 * booking:
 *   slots:
 *     statuses: {pending: busy-tentative, booked: busy}  # by status of the appointment, the status of its Slots; in all others: free
 *     fill: [start, end, minutesDuration]                # what the appointment takes over from its Slots; optional
 *     participants: [Practitioner, Location]             # whom it takes over from their Schedules, by type; optional
 *     agree: [start, end]                                # see {@link SlotAgreement}; optional
 *     together: {adjacent: true, same: [schedule]}       # see {@link SlotAgreement}; optional
 * </pre>
 *
 * In FHIR (R4 12.11, Slot.status) a Slot that an appointment holds is {@code busy}; the Slots of an appointment stand in
 * {@code Appointment.slot}.
 */
public final class SlotPolicy {

    /** The types of resources that a store must have for it. */
    public static final List<String> TYPES = List.of(Slots.SLOT, Slots.SCHEDULE);

    static final String FREE = "free";
    private static final List<String> TIMES = List.of("start", "end", "minutesDuration");

    private final String type;
    private final ElementPath status;
    private final ElementPath slots;
    private final Map<String, String> statuses;
    private final Set<String> fill;
    private final Set<String> participants;
    private final SlotAgreement agreement;

    private SlotPolicy(
            String type,
            FhirContext fhir,
            Map<String, String> statuses,
            Set<String> fill,
            Set<String> participants,
            SlotAgreement agreement) {
        this.type = type;
        this.status = ElementPath.known(fhir, type, "status");
        this.slots = ElementPath.known(fhir, type, "slot");
        this.statuses = Map.copyOf(statuses);
        this.fill = Set.copyOf(fill);
        this.participants = Set.copyOf(participants);
        this.agreement = agreement;
    }

    /** Compiles the section; faults codes, elements and types that the FHIR version does not have. */
    public static SlotPolicy compile(Section section, FhirContext fhir, String type) {
        Map<String, String> statuses = new HashMap<>();
        Section table = section.section("statuses");
        Set<String> ofAppointment = BoundCodes.at(fhir, type + ".status");
        Set<String> ofSlot = new HashSet<>(BoundCodes.at(fhir, "Slot.status"));
        ofSlot.remove(FREE);
        for (String from : table.keys()) {
            String to = table.text(from);
            if (!ofAppointment.contains(from)) {
                table.fault(from, "is no status of an " + type, "one of " + ofAppointment);
            }
            if (!ofSlot.contains(to)) {
                table.fault(from, "'" + to + "' is no status of a Slot that is taken", "one of " + ofSlot);
            }
            statuses.put(from, to);
        }
        table.close();
        List<String> fill = section.optionalTexts("fill");
        for (int i = 0; i < fill.size(); i++) {
            if (!TIMES.contains(fill.get(i))) {
                section.fault("fill", i, "a Slot does not say '" + fill.get(i) + "'", "one of " + TIMES);
            }
        }
        List<String> participants = section.optionalTexts("participants");
        for (int i = 0; i < participants.size(); i++) {
            if (!fhir.getResourceTypes().contains(participants.get(i))) {
                section.fault(
                        "participants", i, "'" + participants.get(i) + "' is no resource type", "such as Practitioner");
            }
        }
        return new SlotPolicy(
                type,
                fhir,
                statuses,
                Set.copyOf(fill),
                Set.copyOf(participants),
                SlotAgreement.compile(section, fhir, type, fill));
    }

    /** Returns the type of resource that holds Slots. */
    String type() {
        return type;
    }

    /** Returns whether an appointment takes anything over from its Slots. */
    boolean fills() {
        return !fill.isEmpty() || !participants.isEmpty();
    }

    /** Returns which of the times an appointment takes over. */
    Set<String> fill() {
        return fill;
    }

    /** Returns the types of those whom an appointment takes over from the Schedules. */
    Set<String> participants() {
        return participants;
    }

    /** Returns what an appointment and its Slots must have in common. */
    SlotAgreement agreement() {
        return agreement;
    }

    /** Returns whether a Slot in this status is held by an appointment. */
    boolean isHeld(String slotStatus) {
        return statuses.containsValue(slotStatus);
    }

    /**
     * Returns the Slots that an appointment holds, as it names them without a version, and the status that each has to have;
     * in the order of their names, so that all who take several go about it in one order.
     */
    Map<String, String> held(Optional<IBaseResource> appointment) {
        Map<String, String> held = new TreeMap<>();
        appointment.ifPresent(known -> status.textsIn(known).stream()
                .map(statuses::get)
                .filter(slotStatus -> slotStatus != null)
                .forEach(slotStatus -> slots.textsIn(known)
                        .forEach(reference -> held.put(References.unversioned(reference), slotStatus))));
        return held;
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new TreeMap<>();
        statuses.forEach((from, to) -> described.put("Slots of what is " + from, List.of(to)));
        if (!fill.isEmpty()) {
            described.put("taken over from Slots", fill.stream().sorted().toList());
        }
        if (!participants.isEmpty()) {
            described.put(
                    "participants from Schedules",
                    participants.stream().sorted().toList());
        }
        return described;
    }
}
