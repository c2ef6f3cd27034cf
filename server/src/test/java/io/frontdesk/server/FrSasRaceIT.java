package io.frontdesk.server;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who wins when many tell of one appointment at once, on H2; {@link PostgresRaceIT} has the other database. */
@ExtendWith(SharedServer.class)
class FrSasRaceIT {

    private static final int ROUNDS = 8;

    @Test
    void storesOneAppointmentPerIdentifier(TestServer server) throws InterruptedException {
        IdentifierRace race = new IdentifierRace(List.of(server));
        race.oneIsCreatedByConditionalUpdates(ROUNDS);
        race.oneIsCreatedByWhateverComesFirst(ROUNDS);
    }
}
