package io.frontdesk.condition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
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
 */
public final class JdbcConditionLock implements ConditionLock {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcConditionLock.class);
    private static final int ROWS = 1_024;
    private static final int WAIT_SECONDS = 10;
    private static final String LOCK = "select slot from frontdesk_condition where slot = ? for update";

    private final DataSource locks;

    /** Takes connections of their own, to a database in which {@link #prepare} was called. */
    public JdbcConditionLock(DataSource locks) {
        this.locks = locks;
    }

    /** Makes the table of the lock if it is not there; safe to call by several nodes one after another. */
    public static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists frontdesk_condition (slot integer primary key)");
            try (ResultSet rows = statement.executeQuery("select count(*) from frontdesk_condition")) {
                if (rows.next() && rows.getInt(1) == ROWS) {
                    return;
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into frontdesk_condition select ? where not exists"
                        + " (select 1 from frontdesk_condition where slot = ?)")) {
            for (int slot = 0; slot < ROWS; slot++) {
                insert.setInt(1, slot);
                insert.setInt(2, slot);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Held hold(Set<String> criteria) throws BusyException {
        Set<Integer> slots = new TreeSet<>();
        criteria.forEach(text -> slots.add(Math.floorMod(text.hashCode(), ROWS)));
        Connection connection = connect();
        try {
            lock(connection, slots);
            return () -> release(connection);
        } catch (SQLException e) {
            release(connection);
            throw new BusyException(e);
        }
    }

    private Connection connect() {
        try {
            return locks.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException("No connection for locks, SQL state " + e.getSQLState(), e);
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

    private static void release(Connection connection) {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The database releases the rows of a broken connection by itself.
            LOG.warn("A lock on criteria was not released cleanly: SQL state {}", e.getSQLState());
        }
    }
}
