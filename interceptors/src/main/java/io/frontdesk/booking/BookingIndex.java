package io.frontdesk.booking;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is taken of each actor's time, within the storage transaction in which an appointment is written. On any number
 * of nodes the database alone decides who has a time.
 */
public interface BookingIndex {

    /** What became of a request for time. */
    enum Outcome {
        /** It is the appointment's own, once the transaction commits. */
        HELD,
        /** Other appointments have it. */
        TAKEN,
        /** Another transaction was in the way; what became of it is known when this one is tried again. */
        CONTENDED,
        /** Others have kept the actor's time for longer than the database waits. */
        BUSY
    }

    /**
     * The answer to a request for time.
     *
     * @param outcome what became of it
     * @param refused the first booking that there is no room for, when the time is taken
     */
    record Answer(Outcome outcome, Optional<Booking> refused) {

        /** Returns an answer that names no booking. */
        static Answer of(Outcome outcome) {
            return new Answer(outcome, Optional.empty());
        }
    }

    /**
     * Waits until nobody else asks for time of these actors, and keeps everybody else waiting until the transaction ends. To be
     * called once with all actors of a transaction, so that two transactions never wait for each other.
     */
    Outcome await(Collection<String> actors);

    /** Gives up what appointments held, their actors being awaited. */
    Outcome free(Collection<String> appointments);

    /**
     * Gives up what an appointment held and takes what it takes now, its actors being awaited.
     *
     * @param appointment type and id, such as {@code Appointment/12}, as the key of its partition
     * @param bookings what it takes, none when it takes nothing any more
     */
    Answer hold(String appointment, List<Booking> bookings);

    /** Returns the first booking that there is no room for, without changing anything, and without waiting. */
    default Optional<Booking> lacksRoom(String appointment, List<Booking> bookings) {
        return Optional.empty();
    }

    /** Enters what an appointment takes, whatever stands against it: it is stored already. */
    default void enter(String appointment, List<Booking> bookings) {}
}
