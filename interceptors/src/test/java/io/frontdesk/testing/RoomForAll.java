package io.frontdesk.testing;

import io.frontdesk.booking.Booking;
import io.frontdesk.booking.BookingIndex;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An index of bookings that has room for everybody. */
final class RoomForAll implements BookingIndex {

    @Override
    public Outcome await(Collection<String> actors) {
        return Outcome.HELD;
    }

    @Override
    public Outcome free(Collection<String> appointments) {
        return Outcome.HELD;
    }

    @Override
    public Answer hold(String appointment, List<Booking> bookings) {
        return new Answer(Outcome.HELD, Optional.empty());
    }
}
