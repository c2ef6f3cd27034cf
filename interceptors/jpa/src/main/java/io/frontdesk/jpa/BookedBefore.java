package io.frontdesk.jpa;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.store.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Enters appointments that were stored before the contract asked for it, or by other rules of it, into the index of bookings:
 * once, at the first start with the rules. What began more than a day ago is left out, since nobody books that any more.
 */
public final class BookedBefore {

    private static final Logger LOG = LoggerFactory.getLogger(BookedBefore.class);
    private static final int PAGE = 200;
    private static final Duration BACK = Duration.ofDays(1);
    private static final String PAGES =
            "select distinct r.res_id, r.fhir_id, r.partition_id from hfj_resource r join hfj_spidx_date d"
                    + " on d.res_id = r.res_id where d.res_type = ? and d.sp_name = 'date' and d.sp_value_high >= ?"
                    + " and r.res_deleted_at is null and r.res_id > ? order by r.res_id fetch first " + PAGE
                    + " rows only";

    private record Stored(long place, String id, Optional<Integer> partition) {}

    private final DaoRegistry daos;
    private final DataSource transactional;
    private final BookingPolicy policy;
    private final JdbcBookingIndex index;
    private final TransactionTemplate transaction;

    /** Takes the store, and the rules by which what is stored counts. */
    public BookedBefore(HapiJpa jpa, BookingPolicy policy) {
        this.daos = jpa.daos();
        this.transactional = jpa.transactional();
        this.policy = policy;
        this.index = new JdbcBookingIndex(transactional);
        this.transaction = new TransactionTemplate(jpa.manager());
    }

    /** Enters them, unless that was done. A page at a time, so that other nodes go on meanwhile. */
    public void enter() {
        if (index.entered(policy.line())) {
            return;
        }
        Instant from = Instant.now().minus(BACK);
        int entered = 0;
        List<Stored> page;
        long last = -1;
        do {
            long after = last;
            page = Objects.requireNonNull(transaction.execute(status -> enter(from, after)));
            entered += page.size();
            last = page.isEmpty() ? last : page.get(page.size() - 1).place();
        } while (page.size() == PAGE);
        transaction.executeWithoutResult(status -> {
            // Another node may be at the same place.
            index.awaitAll();
            index.enteredBy(policy.line());
        });
        if (entered > 0) {
            LOG.info("Entered the time of {} stored appointments for the rules of section booking", entered);
        }
    }

    /** Notes that nobody enters what is stored from now on, in shadow: the next start that enforces enters it anew. */
    public void forget() {
        transaction.executeWithoutResult(status -> index.enteredBy("in shadow"));
    }

    /** Nobody changes a booking between reading the appointments and entering them. */
    private List<Stored> enter(Instant from, long after) {
        index.awaitAll();
        List<Stored> page = page(from, after);
        IFhirResourceDao<?> appointments = daos.getResourceDao(policy.type());
        for (Stored stored : page) {
            IBaseResource appointment = appointments.read(
                    Objects.requireNonNull(appointments.getContext().getVersion())
                            .newIdType(policy.type(), stored.id()),
                    Partitions.details(stored.partition()));
            Partition partition = new Partition(stored.partition().isPresent(), stored.partition());
            index.enter(
                    partition.key(policy.type() + "/" + stored.id()),
                    policy.bookings(appointment, Set.of()).stream()
                            .map(booking -> booking.in(partition))
                            .toList());
        }
        return page;
    }

    private List<Stored> page(Instant from, long after) {
        List<Stored> page = new ArrayList<>();
        try (Connection connection = transactional.getConnection();
                PreparedStatement select = connection.prepareStatement(PAGES)) {
            select.setString(1, policy.type());
            select.setTimestamp(2, Timestamp.from(from));
            select.setLong(3, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new Stored(
                            rows.getLong(1), rows.getString(2), Optional.ofNullable(rows.getObject(3, Integer.class))));
                }
            }
            return page;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot enter what was booked before", e);
        }
    }
}
