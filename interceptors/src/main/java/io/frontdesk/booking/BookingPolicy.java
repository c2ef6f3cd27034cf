package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Whose time an appointment takes, and when. Compiled from the section {@code booking}:
 *
 * <pre>
 * booking:
 *   active: [pending, booked, arrived]     # the statuses in which an appointment takes time
 *   participants: [accepted, tentative]    # the participant statuses that count; optional, absent: all but declined
 *   actors:                                # whose time it takes; the types that are listed nowhere are not looked at
 *     - types: [Practitioner, Device]
 *     - types: [Location]
 *       capacity: 4                        # how many appointments may take it together; optional, absent: 1
 *       seats: "extension('http://example.org/group').value"   # where an appointment says so itself; optional
 *       before: 5                          # minutes taken before it starts; optional, absent: 0
 *       after: 10                          # minutes taken after it ends; optional, absent: 0
 *   operations: {hold: 10}                 # see HoldRules; optional
 * </pre>
 *
 * An appointment without start, or without both end and minutesDuration, takes nothing; nor does one whose end is not after
 * its start.
 */
public final class BookingPolicy {

    private static final int MOST_MINUTES = 10_080;
    private static final int MOST_TOGETHER = 10_000;

    private final String type;
    private final Set<String> active;
    private final Set<String> participants;
    private final Map<String, ActorRule> rules;
    private final Optional<HoldRules> holds;
    private final AppointmentTimes times;
    private final Actors actors;

    private BookingPolicy(
            String type,
            FhirContext fhir,
            Set<String> active,
            Set<String> participants,
            Map<String, ActorRule> rules,
            Optional<HoldRules> holds) {
        this.type = type;
        this.active = Set.copyOf(active);
        this.participants = Set.copyOf(participants);
        this.rules = Map.copyOf(rules);
        this.holds = holds;
        this.times = new AppointmentTimes(fhir, type);
        this.actors = new Actors(fhir, type);
    }

    /** Compiles the section; faults codes and types that the FHIR version lacks, and types that two rules are about. */
    public static BookingPolicy compile(Section booking, FhirContext fhir, String type) {
        Set<String> active = codes(booking, "active", booking.texts("active"), BoundCodes.at(fhir, type + ".status"));
        Set<String> known = BoundCodes.at(fhir, type + ".participant.status");
        Set<String> participants = booking.has("participants")
                ? codes(booking, "participants", booking.texts("participants"), known)
                : without(known, "declined");
        Map<String, ActorRule> rules = new LinkedHashMap<>();
        for (Section section : booking.sections("actors")) {
            ActorRule rule = ActorRule.compile(section, fhir, type, MOST_TOGETHER, MOST_MINUTES);
            List<String> types = section.texts("types");
            for (int i = 0; i < types.size(); i++) {
                if (!fhir.getResourceTypes().contains(types.get(i))) {
                    section.fault("types", i, "'" + types.get(i) + "' is no resource type", "such as Practitioner");
                } else if (rules.put(types.get(i), rule) != null) {
                    section.fault("types", i, "'" + types.get(i) + "' stands in two rules", "list it once");
                }
            }
            section.close();
        }
        if (rules.isEmpty()) {
            booking.fault("actors", "names nobody whose time is taken", "a rule with types such as Practitioner");
        }
        Optional<HoldRules> holds =
                booking.optionalSection("operations").map(operations -> HoldRules.compile(operations, fhir, type));
        return new BookingPolicy(type, fhir, active, participants, rules, holds);
    }

    private static Set<String> codes(Section section, String key, List<String> codes, Set<String> known) {
        for (int i = 0; i < codes.size(); i++) {
            if (!known.contains(codes.get(i))) {
                section.fault(
                        key,
                        i,
                        "'" + codes.get(i) + "' is no status of this FHIR version",
                        "one of " + String.join(", ", known));
            }
        }
        return Set.copyOf(codes);
    }

    private static Set<String> without(Set<String> codes, String code) {
        Set<String> others = new TreeSet<>(codes);
        others.remove(code);
        return others;
    }

    /** Returns the section in one line, equal for sections by which every appointment takes the same. */
    public String line() {
        Map<String, String> words = new TreeMap<>();
        rules.forEach((actor, rule) -> words.put(actor, rule.word()));
        return new TreeSet<>(active) + " " + new TreeSet<>(participants) + " " + words;
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new TreeMap<>();
        described.put("time is taken in", active.stream().sorted().toList());
        described.put("participants who count", participants.stream().sorted().toList());
        rules.forEach((actor, rule) -> described.put("time of a " + actor, rule.described()));
        holds.ifPresent(rule -> described.put("held for", List.of(rule.hold().toMinutes() + " minutes")));
        return described;
    }

    /** Returns the operations that find, hold and book time, where the contract offers them. */
    public Optional<HoldRules> holds() {
        return holds;
    }

    /** Returns the resource type that takes time. */
    public String type() {
        return type;
    }

    /** Returns why an appointment is refused for whose booking there is no room. */
    Refusal overlap(Booking booking) {
        return Refusal.of(
                        Rule.BOOKING_OVERLAP,
                        "The " + booking.type() + " who takes part is not free at this time.",
                        "Send another time, or somebody else who is free then.")
                .with("actor", booking.type())
                .at(type + ".start")
                .at(booking.element());
    }

    /**
     * Returns what an appointment takes, one booking for each actor; none of other resource types, and none of one that is not
     * active.
     *
     * @param ownBases every base URL of the endpoint, since a reference may be spelled with one of them
     */
    public List<Booking> bookings(IBaseResource resource, Set<String> ownBases) {
        if (!type.equals(resource.fhirType()) || !active.contains(times.status(resource))) {
            return List.of();
        }
        Optional<AppointmentTimes.Span> span = times.of(resource);
        if (span.isEmpty()) {
            return List.of();
        }
        long expires = holds.flatMap(one -> one.expires(resource)).orElse(Booking.NEVER);
        Map<String, Booking> bookings = new LinkedHashMap<>();
        for (Actors.Actor actor : actors.in(resource, participants, ownBases)) {
            ActorRule rule = rules.get(actor.type());
            if (rule != null) {
                bookings.putIfAbsent(
                        actor.key(),
                        new Booking(
                                actor.key(), actor.type(), actor.element(), rule.taken(span.get(), resource), expires));
            }
        }
        return new ArrayList<>(bookings.values());
    }
}
