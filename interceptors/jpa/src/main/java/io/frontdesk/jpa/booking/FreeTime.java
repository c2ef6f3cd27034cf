package io.frontdesk.jpa.booking;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import io.frontdesk.booking.Booking;
import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.booking.Taken;
import io.frontdesk.jpa.Partitions;
import io.frontdesk.store.Partition;
import io.frontdesk.store.ResourceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Schedule;
import org.hl7.fhir.r4.model.Slot;

/** Free Slots of the store whose actors have no other appointment then. */
final class FreeTime {

    /** So many Slots are looked at, the soonest first. */
    private static final int MOST = 1_000;

    /**
     * What is asked for.
     *
     * @param from the first instant
     * @param to the instant by which it must be over
     * @param actors who must take part: of each list one, none of which is empty
     * @param specialties tokens of which one must be the specialty; empty: any
     * @param kinds tokens of which one must be the type of service or appointment; empty: any
     * @param patients references to who will take part as well
     * @param most how many proposals are wanted
     */
    record Wish(
            Instant from,
            Instant to,
            List<List<String>> actors,
            List<String> specialties,
            List<String> kinds,
            List<String> patients,
            int most) {}

    private final DaoRegistry daos;
    private final ResourceStore store;
    private final BookingPolicy policy;
    private final JdbcBookingIndex index;
    private final Partition partition;

    FreeTime(DaoRegistry daos, ResourceStore store, BookingPolicy policy, JdbcBookingIndex index) {
        this(daos, store, policy, index, Partition.WHOLE);
    }

    private FreeTime(
            DaoRegistry daos, ResourceStore store, BookingPolicy policy, JdbcBookingIndex index, Partition partition) {
        this.daos = daos;
        this.store = store;
        this.policy = policy;
        this.index = index;
        this.partition = partition;
    }

    /** Returns the free time of a partition. */
    FreeTime in(Partition other) {
        return new FreeTime(daos, store.in(other), policy, index, other);
    }

    /** Returns proposed appointments, the soonest first. */
    List<Appointment> find(Wish wish, Set<String> ownBases) {
        Map<String, Schedule> schedules = new HashMap<>();
        List<Appointment> proposals = new ArrayList<>();
        for (Slot slot : slots(wish, schedules)) {
            Optional<Schedule> schedule = schedule(slot, schedules);
            if (schedule.isPresent()
                    && slot.hasEnd()
                    && !slot.getEnd().toInstant().isAfter(wish.to())
                    && meets(wish, slot, schedule.get())) {
                proposals.add(Proposal.of(slot, schedule.get(), wish.patients()));
            }
        }
        return free(proposals, wish, ownBases);
    }

    /** Returns the proposal for one Slot, if it is free as far as the Slot itself says. */
    Optional<Appointment> proposal(String slotId) {
        return store.read("Slot", slotId)
                .map(Slot.class::cast)
                .filter(slot -> slot.getStatus() == Slot.SlotStatus.FREE && slot.hasStart() && slot.hasEnd())
                .flatMap(slot ->
                        schedule(slot, new HashMap<>()).map(schedule -> Proposal.of(slot, schedule, List.of())));
    }

    private List<Slot> slots(Wish wish, Map<String, Schedule> schedules) {
        SearchParameterMap criteria = new SearchParameterMap();
        criteria.setLoadSynchronousUpTo(MOST);
        criteria.setSort(new SortSpec("start"));
        criteria.add("status", new TokenParam(null, "free"));
        criteria.add(
                "start",
                new DateRangeParam(
                        new DateParam(ParamPrefixEnum.GREATERTHAN_OR_EQUALS, Date.from(wish.from())),
                        new DateParam(ParamPrefixEnum.LESSTHAN, Date.from(wish.to()))));
        if (!wish.actors().isEmpty()) {
            scheduled(wish.actors().get(0)).forEach(found -> schedules.put(address(found), found));
            if (schedules.isEmpty()) {
                return List.of();
            }
            ReferenceOrListParam any = new ReferenceOrListParam();
            schedules.keySet().forEach(address -> any.add(new ReferenceParam(address)));
            criteria.add("schedule", any);
        }
        return daos
                .getResourceDao(Slot.class)
                .search(criteria, Partitions.details(partition.id()))
                .getAllResources()
                .stream()
                .map(Slot.class::cast)
                .toList();
    }

    private List<Schedule> scheduled(List<String> actors) {
        ReferenceOrListParam any = new ReferenceOrListParam();
        actors.forEach(actor -> any.add(new ReferenceParam(actor)));
        SearchParameterMap criteria = new SearchParameterMap();
        criteria.setLoadSynchronousUpTo(MOST);
        criteria.add("actor", any);
        return daos
                .getResourceDao(Schedule.class)
                .search(criteria, Partitions.details(partition.id()))
                .getAllResources()
                .stream()
                .map(Schedule.class::cast)
                .toList();
    }

    private static String address(Schedule schedule) {
        return "Schedule/" + schedule.getIdElement().getIdPart();
    }

    private Optional<Schedule> schedule(Slot slot, Map<String, Schedule> known) {
        String address = slot.getSchedule().getReference();
        if (address == null || !address.startsWith("Schedule/")) {
            return Optional.empty();
        }
        if (!known.containsKey(address)) {
            store.read("Schedule", new IdType(address).getIdPart())
                    .ifPresent(found -> known.put(address, (Schedule) found));
        }
        return Optional.ofNullable(known.get(address));
    }

    private static boolean meets(Wish wish, Slot slot, Schedule schedule) {
        Set<String> actors = new HashSet<>();
        schedule.getActor().forEach(actor -> actors.add(actor.getReference()));
        return wish.actors().stream().allMatch(one -> one.stream().anyMatch(actors::contains))
                && any(wish.specialties(), slot.getSpecialty(), schedule.getSpecialty(), List.of())
                && any(
                        wish.kinds(),
                        slot.getServiceType(),
                        schedule.getServiceType(),
                        List.of(slot.getAppointmentType()));
    }

    private static boolean any(
            List<String> tokens, List<CodeableConcept> own, List<CodeableConcept> shared, List<CodeableConcept> more) {
        return tokens.isEmpty()
                || Stream.of(own, own.isEmpty() ? shared : List.<CodeableConcept>of(), more)
                        .flatMap(List::stream)
                        .flatMap(concept -> concept.getCoding().stream())
                        .anyMatch(coding -> tokens.contains(coding.getCode())
                                || tokens.contains(
                                        (coding.hasSystem() ? coding.getSystem() : "") + "|" + coding.getCode()));
    }

    private List<Appointment> free(List<Appointment> proposals, Wish wish, Set<String> ownBases) {
        List<List<Booking>> bookings = new ArrayList<>();
        Set<String> actors = new HashSet<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (Appointment proposal : proposals) {
            List<Booking> booked =
                    policy.bookings(proposal.copy().setStatus(AppointmentStatus.BOOKED), ownBases).stream()
                            .map(booking -> booking.in(partition))
                            .toList();
            bookings.add(booked);
            for (Booking booking : booked) {
                actors.add(booking.actor());
                from = Math.min(from, booking.time().starts());
                to = Math.max(to, booking.time().ends());
            }
        }
        Map<String, List<Taken>> taken = index.taken(actors, from, to);
        List<Appointment> free = new ArrayList<>();
        for (int i = 0; i < proposals.size() && free.size() < wish.most(); i++) {
            boolean fits = bookings.get(i).stream()
                    .allMatch(one -> one.time().fitsBeside(taken.getOrDefault(one.actor(), List.of())));
            if (fits) {
                free.add(proposals.get(i));
            }
        }
        return free;
    }
}
