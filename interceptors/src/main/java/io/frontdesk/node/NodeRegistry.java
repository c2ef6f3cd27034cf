package io.frontdesk.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The nodes that serve one store, each with the digest of its contract and when it was last seen, by the clock of the database.
 * A node enters before it serves, says from time to time that it is there, and leaves at the end. One that was killed counts as
 * gone when it was not seen for {@link #LIFE}.
 *
 * <p>Nodes enter one after another, behind a row that each locks, so that of two with different contracts one sees the other.
 */
public final class NodeRegistry {

    /** A node that was not seen for so long is gone. */
    public static final Duration LIFE = Duration.ofSeconds(30);

    /** So often a node should say that it is there. */
    public static final Duration BEAT = Duration.ofSeconds(10);

    private static final String NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";
    private static final String LOCK = "select node from frontdesk_node where node = '' for update";
    private static final String BURY = "delete from frontdesk_node where node <> '' and seen < " + NOW + " - ?";
    private static final String OTHERS =
            "select count(*), min(" + NOW + " - seen) from frontdesk_node where node not in ('', ?) and contract <> ?";
    private static final String SEEN = "update frontdesk_node set contract = ?, seen = " + NOW + " where node = ?";
    private static final String NEW = "insert into frontdesk_node (contract, node, seen) values (?, ?, " + NOW + ")";

    /**
     * Living nodes with another contract.
     *
     * @param count how many
     * @param seen how long ago the last of them was seen
     */
    public record Others(int count, Duration seen) {}

    private final DataSource connections;
    private final String contract;
    private final String node = UUID.randomUUID().toString();

    /**
     * @param connections outside any transaction, to a database whose tables were prepared
     * @param contract what is equal for equal contracts, of at most 64 characters
     */
    public NodeRegistry(DataSource connections, String contract) {
        this.connections = connections;
        this.contract = contract;
    }

    /**
     * Enters this node, unless nodes with another contract are alive.
     *
     * @param beside whether it enters beside those too
     * @return the nodes with another contract, if any
     */
    public Optional<Others> enter(boolean beside) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<Others> others = enter(connection, beside);
                connection.commit();
                return others;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private Optional<Others> enter(Connection connection, boolean beside) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement bury = connection.prepareStatement(BURY)) {
            lock.executeQuery().close();
            bury.setLong(1, LIFE.toMillis());
            bury.executeUpdate();
        }
        Optional<Others> others = others(connection);
        if ((others.isEmpty() || beside) && update(connection, SEEN) == 0) {
            update(connection, NEW);
        }
        return others;
    }

    private Optional<Others> others(Connection connection) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(OTHERS)) {
            find.setString(1, node);
            find.setString(2, contract);
            try (ResultSet row = find.executeQuery()) {
                return row.next() && row.getInt(1) > 0
                        ? Optional.of(new Others(row.getInt(1), Duration.ofMillis(row.getLong(2))))
                        : Optional.empty();
            }
        }
    }

    /** Says that this node is there; returns false when it has been taken for dead meanwhile, and must enter anew. */
    public boolean beat() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return update(connection, SEEN) == 1;
        }
    }

    /** Leaves, so that nobody has to wait for the end of this node. */
    public void leave() throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement leave = connection.prepareStatement("delete from frontdesk_node where node = ?")) {
            leave.setString(1, node);
            leave.executeUpdate();
        }
    }

    private int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, contract);
            update.setString(2, node);
            return update.executeUpdate();
        }
    }
}
