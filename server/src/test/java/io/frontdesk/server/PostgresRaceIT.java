package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who wins when many change one appointment at once, on PostgreSQL. */
class PostgresRaceIT {

    private static final int ROUNDS = 20;

    @Test
    void letsOneOfSixteenClientsChangeAVersionAndLosesNoOtherChange() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestServer server = TestServer.on(postgres.getJdbcUrl("postgres", "postgres"), "core", "ehealth-dk")) {
            Race.oneWinnerPerVersion(server, ROUNDS);
            Race.nothingLostWithoutVersions(server, 5);
        }
    }
}
