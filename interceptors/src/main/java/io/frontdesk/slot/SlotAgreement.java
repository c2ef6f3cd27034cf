package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.source.Section;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * What an appointment and the Slots that it comes to hold must have in common. Compiled from {@code booking.slots}:
 *
 * <pre>
 * agree: [start, end]                   # the appointment starts with the first of its Slots and ends with the last; optional
 * together:                             # which Slots one appointment may hold; optional, absent: any
 *   adjacent: true                      # each begins when another one ends; optional
 *   same: [schedule, serviceType.text]  # elements of a Slot that are the same in all; optional
 * </pre>
 */
final class SlotAgreement {

    private static final List<String> TIMES = List.of("start", "end");
    private static final String SLOT_ELEMENT = "Appointment.slot";

    private final List<String> agree;
    private final Map<String, ElementPath> ofAppointment = new LinkedHashMap<>();
    private final Map<String, ElementPath> ofSlot = new LinkedHashMap<>();
    private final boolean adjacent;
    private final Map<String, ElementPath> same;

    private SlotAgreement(
            FhirContext fhir, String type, List<String> agree, boolean adjacent, Map<String, ElementPath> same) {
        this.agree = List.copyOf(agree);
        this.adjacent = adjacent;
        this.same = Map.copyOf(same);
        for (String time : TIMES) {
            ofAppointment.put(time, ElementPath.known(fhir, type, time));
            ofSlot.put(time, ElementPath.known(fhir, Slots.SLOT, time));
        }
    }

    /** Compiles the keys; faults elements that a Slot does not have, and times that are filled from the Slots anyway. */
    static SlotAgreement compile(Section section, FhirContext fhir, String type, List<String> filled) {
        List<String> agree = section.optionalTexts("agree");
        for (int i = 0; i < agree.size(); i++) {
            if (!TIMES.contains(agree.get(i))) {
                section.fault("agree", i, "a Slot does not say '" + agree.get(i) + "'", "one of " + TIMES);
            } else if (filled.contains(agree.get(i))) {
                section.fault(
                        "agree", i, "'" + agree.get(i) + "' is filled from the Slots", "leave it out here or there");
            }
        }
        Map<String, ElementPath> same = new TreeMap<>();
        Optional<Section> together = section.optionalSection("together");
        boolean adjacent = together.map(one -> one.flag("adjacent", false)).orElse(false);
        together.ifPresent(one -> {
            List<String> paths = one.optionalTexts("same");
            for (int i = 0; i < paths.size(); i++) {
                try {
                    same.put(paths.get(i), ElementPath.of(fhir, Slots.SLOT, paths.get(i)));
                } catch (NoSuchElementPathException e) {
                    one.fault("same", i, "'" + paths.get(i) + "' is no element of a Slot", "such as schedule");
                }
            }
            one.close();
        });
        return new SlotAgreement(fhir, type, agree, adjacent, same);
    }

    /** Returns whether anything is demanded. */
    boolean demandsAny() {
        return !agree.isEmpty() || adjacent || !same.isEmpty();
    }

    /** Judges an appointment and all Slots that it would hold. */
    Decision judge(IBaseResource appointment, List<IBaseResource> slots) {
        Decision decision = slots.size() > 1 ? joined(slots) : Decision.permit();
        for (String time : agree) {
            decision = decision.and(() -> agrees(time, appointment, slots));
        }
        return decision;
    }

    private Decision agrees(String time, IBaseResource appointment, List<IBaseResource> slots) {
        Stream<Instant> moments = slots.stream().flatMap(slot -> moment("start".equals(time) ? "start" : "end", slot));
        Optional<Instant> wanted =
                "start".equals(time) ? moments.min(Instant::compareTo) : moments.max(Instant::compareTo);
        Optional<Instant> given = moments(ofAppointment, time, appointment).findFirst();
        return wanted.isEmpty() || wanted.equals(given)
                ? Decision.permit()
                : refuse(
                        "Appointment." + time,
                        "The " + time + " of the appointment is not that of its Slots.",
                        "Send the start of the first Slot and the end of the last, or other Slots.");
    }

    private Decision joined(List<IBaseResource> slots) {
        for (Map.Entry<String, ElementPath> element : same.entrySet()) {
            if (slots.stream().map(element.getValue()::textsIn).distinct().count() > 1) {
                return refuse(
                        SLOT_ELEMENT,
                        "The Slots of one appointment have the same " + element.getKey() + ".",
                        "Book Slots with the same " + element.getKey() + ", or one appointment each.");
            }
        }
        return adjacent && !adjacent(slots)
                ? refuse(
                        SLOT_ELEMENT,
                        "There is time between the Slots of the appointment, or they overlap.",
                        "Book Slots of which each begins when another one ends, or one appointment each.")
                : Decision.permit();
    }

    private boolean adjacent(List<IBaseResource> slots) {
        Map<Instant, Instant> endsByStart = new TreeMap<>();
        slots.forEach(slot -> moment("start", slot)
                .forEach(start -> moment("end", slot).forEach(end -> endsByStart.put(start, end))));
        List<Instant> starts = endsByStart.keySet().stream().skip(1).toList();
        List<Instant> ends = endsByStart.values().stream()
                .limit(Math.max(0, endsByStart.size() - 1))
                .toList();
        return endsByStart.size() == slots.size() && starts.equals(ends);
    }

    private Stream<Instant> moment(String time, IBaseResource slot) {
        return moments(ofSlot, time, slot);
    }

    private static Stream<Instant> moments(Map<String, ElementPath> paths, String time, IBaseResource resource) {
        ElementPath path = paths.get(time);
        return path == null
                ? Stream.of()
                : path.in(resource).stream()
                        .filter(value -> value instanceof IPrimitiveType<?> plain && plain.getValue() instanceof Date)
                        .map(value -> ((Date) ((IPrimitiveType<?>) value).getValue()).toInstant());
    }

    private static Decision refuse(String element, String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.SLOT_DISAGREES, text, remedy).at(element));
    }
}
