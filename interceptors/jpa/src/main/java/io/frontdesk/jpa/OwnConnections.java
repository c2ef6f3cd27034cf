package io.frontdesk.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections of the host's pool for work outside of HAPI's transactions: each statement counts at once. A pool may be set to
 * hand them out otherwise, and then gets them back as it gave them.
 */
final class OwnConnections extends DelegatingDataSource {

    OwnConnections(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            if (connection.getAutoCommit()) {
                return connection;
            }
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        return ClosingConnection.of(connection, () -> connection.setAutoCommit(false), () -> {});
    }
}
