package io.frontdesk.unique;

import io.frontdesk.store.Glance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A table with a primary key over the values, written in HAPI's own transaction: on any number of nodes the database alone
 * decides who has a value. Values are stored as SHA-256, so that the table tells nothing about anybody.
 */
public final class JdbcUniqueIndex implements UniqueIndex {

    /** SQL states: the key is there (23), deadlock or serialization (40), the lock did not come in time (HYT, 55P03). */
    private static final Pattern CONTENDED = Pattern.compile("23...|40...|HYT..|55P03");

    private static final String FREE = "delete from frontdesk_unique where resource = ?";
    private static final String FIND = "select 1 from frontdesk_unique where digest = ?";
    private static final String TAKE = "insert into frontdesk_unique (digest, resource) values (?, ?)";

    private final DataSource transaction;

    /** Takes the data source whose connections belong to HAPI's current transaction, to a database that was prepared. */
    public JdbcUniqueIndex(DataSource transaction) {
        this.transaction = transaction;
    }

    @Override
    public Outcome hold(String resource, Set<String> values) {
        Set<String> digests = new TreeSet<>();
        values.forEach(value -> digests.add(DigestUtils.sha256Hex(value)));
        try (Connection connection = transaction.getConnection()) {
            update(connection, FREE, resource);
            for (String digest : digests) {
                if (taken(connection, digest)) {
                    return Outcome.TAKEN;
                }
                // In ascending order, so that two transactions with the same values never wait for each other.
                update(connection, TAKE, digest, resource);
            }
            return Outcome.HELD;
        } catch (SQLException e) {
            if (e.getSQLState() != null && CONTENDED.matcher(e.getSQLState()).matches()) {
                return Outcome.CONTENDED;
            }
            throw new IllegalStateException("The unique index failed with SQL state " + e.getSQLState(), e);
        }
    }

    @Override
    public boolean taken(String resource, Set<String> values) {
        try (Connection connection = transaction.getConnection()) {
            return Glance.at(connection, () -> {
                for (String value : values) {
                    if (taken(connection, DigestUtils.sha256Hex(value), resource)) {
                        return true;
                    }
                }
                return false;
            });
        } catch (SQLException e) {
            throw new IllegalStateException("The unique index failed with SQL state " + e.getSQLState(), e);
        }
    }

    private static boolean taken(Connection connection, String digest, String resource) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND + " and resource <> ?")) {
            find.setString(1, digest);
            find.setString(2, resource);
            try (ResultSet found = find.executeQuery()) {
                return found.next();
            }
        }
    }

    private static boolean taken(Connection connection, String digest) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, digest);
            try (ResultSet found = find.executeQuery()) {
                return found.next();
            }
        }
    }

    private static void update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
