package io.frontdesk.booking;

import io.frontdesk.store.Partition;
import java.util.List;

/**
 * The time that an appointment takes of one actor.
 *
 * @param actor who or what it is, as a text that is equal for every spelling of the reference
 * @param type the actor's resource type
 * @param element FHIRPath of the reference to the actor
 * @param time the time, buffers included
 * @param expires the instant in milliseconds of the epoch from which on nothing is taken; {@link #NEVER} for most
 */
public record Booking(String actor, String type, String element, Taken time, long expires) {

    /** What does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Returns the booking as that of somebody in a partition, who is somebody else in another one. */
    public Booking in(Partition partition) {
        return partition.id().isEmpty() ? this : new Booking(partition.key(actor), type, element, time, expires);
    }

    /** Returns the bookings as those of a partition. */
    static List<Booking> in(Partition partition, List<Booking> bookings) {
        return partition.divided()
                ? bookings.stream().map(booking -> booking.in(partition)).toList()
                : bookings;
    }
}
