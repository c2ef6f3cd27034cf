package io.frontdesk.jpa;

import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.guard.Guards;
import io.frontdesk.jpa.booking.BookingOperations;
import io.frontdesk.jpa.booking.ExpiredHolds;
import java.util.function.Consumer;

/** What a contract's section booking takes beside the guards in a HAPI JPA store, put together here and nowhere else. */
public final class JpaBookings {

    private final HapiJpa jpa;
    private final Guards guards;
    private final Modes modes;

    /** Takes the store, its guards, and which of them refuse. */
    public JpaBookings(HapiJpa jpa, Guards guards, Modes modes) {
        this.jpa = jpa;
        this.guards = guards;
        this.modes = modes;
    }

    /**
     * What was booked before counts from now on; and free time can be found, held and booked where the contract offers that, and
     * not all is in shadow. To be called before the store is served.
     *
     * @param providers takes what answers the operations
     * @param everyMinute takes what is to be done every minute
     */
    public void open(BookingPolicy booking, Consumer<Object> providers, Consumer<Runnable> everyMinute) {
        BookedBefore before = new BookedBefore(jpa, booking);
        before.enter();
        if (!modes.enforces(Family.BOOKING)) {
            before.forget();
        }
        if (!modes.whole()) {
            booking.holds().ifPresent(holds -> offer(booking, holds, providers, everyMinute));
        }
    }

    private void offer(
            BookingPolicy booking, HoldRules holds, Consumer<Object> providers, Consumer<Runnable> everyMinute) {
        JdbcBookingIndex index = new JdbcBookingIndex(jpa.transactional());
        ExpiredHolds expired = new ExpiredHolds(jpa.daos(), index);
        providers.accept(new BookingOperations(
                jpa.daos(),
                jpa.resources(),
                new Partitions(jpa.partitions()),
                jpa.transactions(),
                guards,
                booking,
                holds,
                index,
                expired));
        everyMinute.accept(expired::cancel);
    }
}
