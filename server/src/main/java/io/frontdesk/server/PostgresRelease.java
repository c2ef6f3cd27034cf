package io.frontdesk.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a PostgreSQL server is: of a release that a store is known to work on, and with room for its connections. */
final class PostgresRelease {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresRelease.class);
    private static final int OLDEST = 14;
    private static final int NEWEST = 18;

    private PostgresRelease() {}

    /** @throws StoreUnavailableException if the database is older than what is known to work; a newer one is only told of */
    static void check(Connection connection) throws SQLException {
        judge(connection.getMetaData().getDatabaseMajorVersion());
    }

    /**
     * Returns how many connections a store may open: as many as it is to, but no more than the server lets anybody open.
     *
     * @param wanted how many it is to open
     * @param besides how many it opens for locks
     */
    static int room(Connection connection, int wanted, int besides) throws SQLException {
        int room = setting(connection, "max_connections")
                - setting(connection, "superuser_reserved_connections")
                - besides;
        if (wanted > room) {
            LOG.warn(
                    "PostgreSQL lets {} connections be open at once, so that the store has {} of {}. Raise max_connections,"
                            + " or lower --db-connections: each contract on each node takes so many and {} for locks",
                    room + besides,
                    Math.max(1, room),
                    wanted,
                    besides);
        }
        return Math.max(1, Math.min(wanted, room));
    }

    private static int setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement show = connection.prepareStatement("select setting from pg_settings where name = ?")) {
            show.setString(1, name);
            try (ResultSet row = show.executeQuery()) {
                return row.next() ? Integer.parseInt(row.getString(1)) : 0;
            }
        }
    }

    static void judge(int major) {
        if (major < OLDEST) {
            throw new StoreUnavailableException("Cannot use PostgreSQL " + major + ": Frontdesk works on " + OLDEST
                    + " to " + NEWEST + ". Upgrade the database server");
        }
        if (major > NEWEST) {
            LOG.warn("PostgreSQL {} is newer than {}, the newest that Frontdesk was tried on", major, NEWEST);
        }
    }
}
