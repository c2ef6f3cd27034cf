package io.frontdesk.version;

import io.frontdesk.store.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The row lock on HAPI JPA's table of resources: {@code SELECT ... FOR UPDATE SKIP LOCKED}, in HAPI's own transaction. One
 * statement on H2 (2.2 and later) and PostgreSQL alike; works on any number of nodes, because the database holds the lock.
 */
public final class JdbcRowLock implements RowLock {

    private static final String FIND = "select res_ver from hfj_resource where res_type = ? and fhir_id = ?";
    private static final String HOLD = " for update skip locked";

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

    /** The same id may be another resource in another partition. */
    private static String where(Partition partition) {
        if (!partition.divided()) {
            return "";
        }
        return partition.id().isPresent() ? " and partition_id = ?" : " and partition_id is null";
    }
}
