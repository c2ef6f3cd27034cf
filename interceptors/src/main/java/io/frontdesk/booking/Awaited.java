package io.frontdesk.booking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one storage transaction does to whose time: gathered while it writes, asked for when all is written. */
final class Awaited {

    private final Set<String> gathered = new HashSet<>();
    private final Set<String> awaited = new HashSet<>();
    private final Set<String> changing = new HashSet<>();
    private final Set<String> freed = new HashSet<>();

    /** Returns whether a change leaves everybody's time as it is; participants may come in another order. */
    static boolean sameTime(List<Booking> before, List<Booking> after) {
        return before.size() == after.size() && times(before).equals(times(after));
    }

    private static Set<Booking> times(List<Booking> bookings) {
        Set<Booking> times = new HashSet<>();
        bookings.forEach(one -> times.add(new Booking(one.actor(), one.type(), "", one.time(), one.expires())));
        return times;
    }

    /** Notes that an appointment will ask for other time than it has. */
    void gather(String appointment, List<Booking> before, List<Booking> after) {
        if (!before.isEmpty()) {
            changing.add(appointment);
        }
        add(before, after, gathered);
    }

    /** Forgets everything, when the transaction was rolled back and perhaps begins anew. */
    void clear() {
        gathered.clear();
        awaited.clear();
        changing.clear();
        freed.clear();
    }

    /** Returns whether the appointment's time was given up for the others' sake, so that it must ask for it again. */
    boolean gaveUp(String appointment) {
        return freed.contains(appointment);
    }

    /**
     * Awaits all actors that were gathered, unless that was done already. Then the other appointments of the transaction that
     * change give up what they had, because what counts is what all of them have in the end: two may change places, and one may
     * be cancelled for another.
     */
    BookingIndex.Outcome await(BookingIndex index, String appointment, List<Booking> before, List<Booking> after) {
        Set<String> wanted = new HashSet<>(gathered);
        add(before, after, wanted);
        if (!awaited.containsAll(wanted)) {
            BookingIndex.Outcome outcome = index.await(wanted);
            if (outcome != BookingIndex.Outcome.HELD) {
                return outcome;
            }
            awaited.addAll(wanted);
        }
        changing.remove(appointment);
        List<String> others = new ArrayList<>(changing);
        changing.clear();
        freed.addAll(others);
        return others.isEmpty() ? BookingIndex.Outcome.HELD : index.free(others);
    }

    private static void add(List<Booking> before, List<Booking> after, Set<String> to) {
        before.forEach(booking -> to.add(booking.actor()));
        after.forEach(booking -> to.add(booking.actor()));
    }
}
