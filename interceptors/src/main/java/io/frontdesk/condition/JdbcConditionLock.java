package io.frontdesk.condition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock on criteria in a database, for any number of nodes: a fixed number of rows, of which each set of criteria has
 * one by its hash. Rows are locked in ascending order, so that two requests never wait for each other; criteria that share
 * a row by chance only wait.
 *
 * <p>The rows are locked by a transaction of their own, since the one that HAPI writes in has not begun. Its connections
 * must come from a pool of their own too: with one pool, requests that hold a lock could wait for connections held by
 * requests that wait for the lock.
 *
 * <p>Requests of one node for one row queue up in this process first, so that a crowd takes one connection and not all.
 */
public final class JdbcConditionLock implements ConditionLock {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcConditionLock.class);
    /** As many as there are in the table. */
    private static final int ROWS = 1_024;

    private static final int WAIT_SECONDS = 10;
    private static final String LOCK = "select slot from frontdesk_condition where slot = ? for update";

    private final DataSource locks;
    private final Semaphore[] queues = new Semaphore[ROWS];

    /** Takes connections of their own, to a database whose tables were prepared. */
    public JdbcConditionLock(DataSource locks) {
        this.locks = locks;
        Arrays.setAll(queues, slot -> new Semaphore(1, true));
    }

    @Override
    public Held hold(Set<String> criteria) throws BusyException {
        SortedSet<Integer> slots = new TreeSet<>();
        criteria.forEach(text -> slots.add(Math.floorMod(text.hashCode(), ROWS)));
        Deque<Semaphore> queued = queue(slots);
        Connection connection = null;
        try {
            connection = locks.getConnection();
            lock(connection, slots);
        } catch (SQLException e) {
            boolean away = connection == null && e.getCause() != null;
            release(connection, queued);
            if (away) {
                throw new IllegalStateException("No connection for locks, SQL state " + e.getSQLState(), e);
            }
            throw new BusyException(e);
        }
        Connection locked = connection;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                release(locked, queued);
            }
        };
    }

    /** Waits for this node's own turn at each row, in ascending order. */
    private Deque<Semaphore> queue(SortedSet<Integer> slots) throws BusyException {
        Deque<Semaphore> queued = new ArrayDeque<>();
        for (int slot : slots) {
            Optional<Exception> gaveUp = gaveUp(queues[slot]);
            if (gaveUp.isPresent()) {
                release(null, queued);
                throw new BusyException(gaveUp.get());
            }
            queued.push(queues[slot]);
        }
        return queued;
    }

    private static Optional<Exception> gaveUp(Semaphore queue) {
        try {
            return queue.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)
                    ? Optional.empty()
                    : Optional.of(new TimeoutException("others were first"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private static void lock(Connection connection, Set<Integer> slots) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setQueryTimeout(WAIT_SECONDS);
            for (int slot : slots) {
                select.setInt(1, slot);
                select.executeQuery().close();
            }
        }
    }

    private static void release(@Nullable Connection connection, Deque<Semaphore> queued) {
        try (connection) {
            if (connection != null && !connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The database releases the rows of a broken connection by itself.
            LOG.warn("A lock on criteria was not released cleanly: SQL state {}", e.getSQLState());
        }
        queued.forEach(Semaphore::release);
    }
}
