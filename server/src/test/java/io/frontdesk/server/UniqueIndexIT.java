package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.guard.StoreServices;
import io.frontdesk.unique.JdbcUniqueIndex;
import io.frontdesk.unique.UniqueIndex.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Who has a value, of two transactions, on both databases. */
class UniqueIndexIT {

    private static final Set<String> VALUES =
            Set.of("Appointment.identifier=urn:a|1", "Appointment.identifier=urn:a|2");

    @Test
    void keepsValuesUniqueOnH2() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        keepsValuesUnique(h2);
    }

    @Test
    void keepsValuesUniqueOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            keepsValuesUnique(postgres.getPostgresDatabase());
        }
    }

    private static void keepsValuesUnique(DataSource database)
            throws SQLException, IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Connection first = database.getConnection();
                Connection second = database.getConnection()) {
            StoreServices.prepare(first);
            StoreServices.prepare(second);
            first.setAutoCommit(false);
            second.setAutoCommit(false);

            assertThat(hold(first, "Appointment/a", VALUES)).isEqualTo(Outcome.HELD);
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<Outcome> meanwhile = other.submit(() -> hold(second, "Appointment/b", VALUES));
            Thread.sleep(200);
            first.commit();
            assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.CONTENDED);
            other.shutdown();
            second.rollback();

            assertThat(hold(second, "Appointment/b", VALUES)).isEqualTo(Outcome.TAKEN);
            second.rollback();
            assertThat(hold(first, "Appointment/a", VALUES)).isEqualTo(Outcome.HELD);
            assertThat(hold(first, "Appointment/a", Set.of())).isEqualTo(Outcome.HELD);
            first.commit();
            assertThat(hold(second, "Appointment/b", VALUES)).isEqualTo(Outcome.HELD);
            second.rollback();
            assertThat(hold(first, "Appointment/a", VALUES))
                    .as("what was rolled back is free")
                    .isEqualTo(Outcome.HELD);
            first.rollback();
        }
    }

    private static Outcome hold(Connection connection, String resource, Set<String> values) {
        return new JdbcUniqueIndex(new SingleConnectionDataSource(connection, true)).hold(resource, values);
    }
}
