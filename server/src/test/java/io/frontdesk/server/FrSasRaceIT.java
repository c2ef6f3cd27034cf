package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who wins when many tell of one appointment at once, on each kind of database and on two nodes. */
class FrSasRaceIT {

    private static final int ROUNDS = 25;

    private static void race(TestServer... nodes) throws InterruptedException {
        IdentifierRace race = new IdentifierRace(List.of(nodes));
        race.oneIsCreatedByConditionalUpdates(ROUNDS);
        race.oneIsCreatedByWhateverComesFirst(ROUNDS);
    }

    @Test
    void storesOneAppointmentPerIdentifierOnH2() throws InterruptedException {
        try (TestServer server = TestServer.start("fr-sas")) {
            race(server);
        }
    }

    @Test
    void storesOneAppointmentPerIdentifierOnPostgresByOneNodeAndByTwo() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (TestServer first = TestServer.on(url, "fr-sas")) {
                race(first);
                try (TestServer second = TestServer.on(url, "fr-sas")) {
                    race(first, second);
                }
            }
        }
    }
}
