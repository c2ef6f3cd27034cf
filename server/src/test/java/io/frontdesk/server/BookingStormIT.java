package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is booked when everybody wants the same practitioner at once, on each kind of database and on two nodes. */
class BookingStormIT {

    private static final int ROUNDS = 25;
    private static final int ROUNDS_OF_TRANSACTIONS = 5;

    private static void rage(TestServer... nodes) throws InterruptedException {
        BookingStorm storm = new BookingStorm(List.of(nodes));
        storm.overOne(ROUNDS);
        storm.overTwo(ROUNDS_OF_TRANSACTIONS);
    }

    @Test
    void booksNobodyTwiceOnH2() throws InterruptedException {
        try (TestServer server = TestServer.start("core")) {
            rage(server);
        }
    }

    @Test
    void booksNobodyTwiceOnPostgresByOneNodeAndByTwo() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (TestServer first = TestServer.on(url, "core")) {
                rage(first);
                try (TestServer second = TestServer.on(url, "core")) {
                    rage(first, second);
                }
            }
        }
    }
}
