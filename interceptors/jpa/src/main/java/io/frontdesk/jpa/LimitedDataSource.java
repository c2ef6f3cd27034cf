package io.frontdesk.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A few connections of the host's pool at a time, for locks that are held while a request waits for another connection of it:
 * if all of the pool held locks, nobody could go on.
 */
final class LimitedDataSource extends DelegatingDataSource {

    private static final long PATIENCE_SECONDS = 10;

    private final Semaphore free;

    LimitedDataSource(DataSource pool, int most) {
        super(pool);
        this.free = new Semaphore(most, true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("All connections for locks are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while waiting for a connection", e);
        }
        try {
            return ClosingConnection.of(super.getConnection(), () -> {}, free::release);
        } catch (SQLException | RuntimeException e) {
            free.release();
            throw e;
        }
    }
}
