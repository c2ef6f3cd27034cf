package io.frontdesk.version;

import io.frontdesk.store.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The row lock on HAPI JPA's table of resources, in HAPI's own transaction: {@code SELECT ... FOR UPDATE SKIP LOCKED} for who
 * never waits, {@code SELECT ... ORDER BY ... FOR UPDATE} for who does. One statement each, on H2 (2.2 and later) and PostgreSQL
 * alike; works on any number of nodes, because the database holds the lock.
 */
public final class JdbcRowLock implements RowLock {

    private static final String FIND = "select res_ver from hfj_resource where res_type = ? and fhir_id = ?";
    private static final String HOLD = " for update skip locked";
    private static final String FIND_ALL =
            "select fhir_id, res_ver from hfj_resource where res_type = ? and fhir_id in (";
    private static final String AWAIT = " order by res_id for update";
    /** Lets others go on that refer to the resource, and look in passing whether it is still there. */
    private static final String AWAIT_POSTGRES = " order by res_id for no key update";

    /** SQL states: deadlock or serialization. */
    private static final Pattern CONTENDED = Pattern.compile("40...");

    /** SQL states: the lock did not come in time, or not before the statement was ended. */
    private static final Pattern BUSY = Pattern.compile("HYT..|55P03|57014");

    private final DataSource transaction;

    /**
     * Takes the data source whose connections belong to HAPI's current transaction (Spring's
     * {@code TransactionAwareDataSourceProxy} around HAPI's own); another one would lock out the very transaction it serves.
     */
    public JdbcRowLock(DataSource transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<String> hold(Partition partition, String type, String id, String read) {
        try (Connection connection = transaction.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND + where(partition) + HOLD)) {
            select.setString(1, type);
            select.setString(2, id);
            if (partition.id().isPresent()) {
                select.setInt(3, partition.id().get());
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The row lock failed with SQL state " + e.getSQLState(), e);
        }
    }

    @Override
    public Turn await(Partition partition, String type, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Turn.of(Outcome.HELD);
        }
        String find = FIND_ALL + "?, ".repeat(ids.size() - 1) + "?)" + where(partition);
        try (Connection connection = transaction.getConnection();
                PreparedStatement select = connection.prepareStatement(find + inOrder(connection))) {
            int parameter = 0;
            select.setString(++parameter, type);
            for (String id : ids) {
                select.setString(++parameter, id);
            }
            if (partition.id().isPresent()) {
                select.setInt(++parameter, partition.id().get());
            }
            Map<String, Long> versions = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getString(1), rows.getLong(2));
                }
            }
            return new Turn(Outcome.HELD, versions);
        } catch (SQLException e) {
            return Turn.of(outcome(e));
        }
    }

    private static String inOrder(Connection connection) throws SQLException {
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName()) ? AWAIT_POSTGRES : AWAIT;
    }

    private static Outcome outcome(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (CONTENDED.matcher(state).matches()) {
            return Outcome.CONTENDED;
        }
        if (BUSY.matcher(state).matches()) {
            return Outcome.BUSY;
        }
        throw new IllegalStateException("The row lock failed with SQL state " + state, failure);
    }

    /** The same id may be another resource in another partition. */
    private static String where(Partition partition) {
        if (!partition.divided()) {
            return "";
        }
        return partition.id().isPresent() ? " and partition_id = ?" : " and partition_id is null";
    }
}
