package io.frontdesk.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * A look into own tables from within somebody else's transaction, by a guard in shadow. On PostgreSQL a statement that fails
 * makes the whole transaction fail: behind a savepoint it does not.
 */
public final class Glance {

    /** Statements that read. */
    @FunctionalInterface
    public interface Look<T> {

        /** Returns what was read. */
        T look() throws SQLException;
    }

    private Glance() {}

    /** Looks; when that fails the transaction is as it was before. */
    public static <T> T at(Connection connection, Look<T> look) throws SQLException {
        if (connection.getAutoCommit()) {
            return look.look();
        }
        Savepoint before = connection.setSavepoint();
        try {
            T seen = look.look();
            connection.releaseSavepoint(before);
            return seen;
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        }
    }
}
