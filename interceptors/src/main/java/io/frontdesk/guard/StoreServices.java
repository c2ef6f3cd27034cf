package io.frontdesk.guard;

import io.frontdesk.booking.BookingIndex;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.condition.ConditionLock;
import io.frontdesk.condition.JdbcConditionLock;
import io.frontdesk.schema.OwnSchema;
import io.frontdesk.store.PartitionSearch;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.unique.JdbcUniqueIndex;
import io.frontdesk.unique.UniqueIndex;
import io.frontdesk.version.JdbcRowLock;
import io.frontdesk.version.RowLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What guards need of a store beside its hooks: what keeps requests from getting in each other's way, and other resources.
 *
 * @param rows how a stored row is held during a change
 * @param criteria how the criteria of conditional requests are held
 * @param unique what keeps values unique, where the store has anything that does
 * @param booking what keeps everybody's time, where the store has anything that does
 * @param resources where guards read and write other resources, where the store lets them
 * @param exact whether a search finds what its parameters say and nothing else
 * @param partitions where the store looks for what a request names by criteria
 */
public record StoreServices(
        RowLock rows,
        ConditionLock criteria,
        Optional<UniqueIndex> unique,
        Optional<BookingIndex> booking,
        Optional<ResourceStore> resources,
        boolean exact,
        PartitionSearch partitions) {

    /** What a store has whose searches can be relied on. */
    public StoreServices(
            RowLock rows,
            ConditionLock criteria,
            Optional<UniqueIndex> unique,
            Optional<BookingIndex> booking,
            Optional<ResourceStore> resources) {
        this(rows, criteria, unique, booking, resources, true, PartitionSearch.whole());
    }

    /** Returns what resource providers have that store and find for themselves. */
    static StoreServices ofProviders(RowLock rows) {
        return new StoreServices(
                rows,
                ConditionLock.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                PartitionSearch.whole());
    }

    /** Returns what a store has that has none of it; it must itself refuse the second writer of a version. */
    public static StoreServices none() {
        return new StoreServices(
                RowLock.none(), ConditionLock.none(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns what HAPI JPA has, in its own database, in which {@link #prepare} was called.
     *
     * @param transaction connections that belong to HAPI's current transaction (Spring's {@code
     *     TransactionAwareDataSourceProxy} around HAPI's own)
     * @param locks connections from a pool of their own, for what is held while HAPI's transactions come and go
     */
    public static StoreServices jdbc(DataSource transaction, DataSource locks) {
        return new StoreServices(
                new JdbcRowLock(transaction),
                new JdbcConditionLock(locks),
                Optional.of(new JdbcUniqueIndex(transaction)),
                Optional.of(new JdbcBookingIndex(transaction)),
                Optional.empty());
    }

    /** Returns these services with a way to read and write other resources in the same transaction. */
    public StoreServices with(ResourceStore store) {
        return new StoreServices(rows, criteria, unique, booking, Optional.of(store), exact, partitions);
    }

    /** Returns these services of a store that may have partitions. */
    public StoreServices with(PartitionSearch search) {
        return new StoreServices(rows, criteria, unique, booking, resources, exact, search);
    }

    /**
     * Makes our tables what this release needs, whatever release has made them; several nodes may do so at once. What the
     * connection has not committed is committed.
     *
     * @throws io.frontdesk.schema.NewerSchemaException if a newer release was here, and nothing was done
     */
    public static void prepare(Connection connection) throws SQLException {
        OwnSchema.standard().bringUp(connection);
    }
}
