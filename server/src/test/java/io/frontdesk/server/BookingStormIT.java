package io.frontdesk.server;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is booked when everybody wants the same practitioner at once, on H2; {@link PostgresRaceIT} has the other database. */
@ExtendWith(SharedServer.class)
class BookingStormIT {

    private static final int ROUNDS = 8;
    private static final int ROUNDS_OF_TRANSACTIONS = 3;

    @Test
    void booksNobodyTwice(TestServer server) throws InterruptedException {
        BookingStorm storm = new BookingStorm(List.of(server));
        storm.overOne(ROUNDS);
        storm.overTwo(ROUNDS_OF_TRANSACTIONS);
    }
}
