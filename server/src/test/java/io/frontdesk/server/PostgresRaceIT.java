package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who wins when many change one appointment at once, on PostgreSQL. */
class PostgresRaceIT {

    private static final int ROUNDS = 20;
    private static final int PATH_ROUNDS = 5;

    @Test
    void letsOneOfSixteenClientsChangeAVersionAndLosesNoOtherChange() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestServer server = TestServer.on(
                        postgres.getJdbcUrl("postgres", "postgres"), "core", "ehealth-dk", TestContracts.lenient())) {
            Race.oneWinnerPerVersion(server, ROUNDS);
            Race.nothingLostWithoutVersions(server, 5);
            CriteriaRace.oneCreatesAndOthersNameAVersion(server, PATH_ROUNDS);
            CriteriaRace.oneCreatesAndOthersUpdate(server, PATH_ROUNDS);
            CriteriaRace.oneCreatesAndOthersAreShownIt(server, PATH_ROUNDS);
            CriteriaRace.oneOfBothKindsCreates(server, PATH_ROUNDS);
            BundleRace.oneTransactionWinsWhole(server, PATH_ROUNDS);
            BundleRace.crossingTransactionsAreWhole(server, PATH_ROUNDS);
            BundleRace.transactionsShareWhatTheyCreateOnCondition(server, PATH_ROUNDS);
            DeletionRace.oneBringsItBack(server, PATH_ROUNDS);
            DeletionRace.oneBringsItBackAndOthersUpdate(server, PATH_ROUNDS);
            DeletionRace.oneDeletesOrChanges(server, PATH_ROUNDS);
        }
    }
}
