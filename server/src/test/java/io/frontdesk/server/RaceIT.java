package io.frontdesk.server;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who wins when many change one appointment at once, on H2. */
@ExtendWith(SharedServer.class)
class RaceIT {

    private static final int ROUNDS = 20;
    private static final int PATH_ROUNDS = 5;

    @Test
    void letsOneOfSixteenClientsChangeAVersion(TestServer server) throws InterruptedException {
        Race.oneWinnerPerVersion(server, ROUNDS);
    }

    @Test
    void losesNoChangeOfClientsThatNameNoVersion(TestServer server) throws InterruptedException {
        Race.nothingLostWithoutVersions(server, 5);
    }

    @Test
    void letsOneOfSixteenClientsChangeAVersionInAFile(@TempDir Path directory) throws InterruptedException {
        try (TestServer server = TestServer.on("jdbc:h2:file:" + directory.resolve("race"), "core")) {
            Race.oneWinnerPerVersion(server, ROUNDS / 2);
        }
    }

    @Test
    void letsOneOfSixteenConditionalUpdatesCreate(TestServer server) throws InterruptedException {
        CriteriaRace.oneCreatesAndOthersNameAVersion(server, PATH_ROUNDS);
    }

    @Test
    void losesNoConditionalUpdateThatNamesNoVersion(TestServer server) throws InterruptedException {
        CriteriaRace.oneCreatesAndOthersUpdate(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenConditionalCreatesCreate(TestServer server) throws InterruptedException {
        CriteriaRace.oneCreatesAndOthersAreShownIt(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfBothKindsOfConditionalRequestsCreate(TestServer server) throws InterruptedException {
        CriteriaRace.oneOfBothKindsCreates(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenTransactionsChangeAVersion(TestServer server) throws InterruptedException {
        BundleRace.oneTransactionWinsWhole(server, PATH_ROUNDS);
    }

    @Test
    void carriesOutCrossingTransactionsWhole(TestServer server) throws InterruptedException {
        BundleRace.crossingTransactionsAreWhole(List.of(server), PATH_ROUNDS);
        BundleRace.crossingTransactionsAmongOthersAreWhole(List.of(server), PATH_ROUNDS);
    }

    @Test
    void storesOncePerConditionInTransactions(TestServer server) throws InterruptedException {
        BundleRace.transactionsShareWhatTheyCreateOnCondition(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenClientsBringBackADeletedAppointment(TestServer server) throws InterruptedException {
        DeletionRace.oneBringsItBack(server, PATH_ROUNDS);
    }

    @Test
    void losesNoChangeOfWhatCameBack(TestServer server) throws InterruptedException {
        DeletionRace.oneBringsItBackAndOthersUpdate(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenClientsDeleteOrChangeAVersion(TestServer server) throws InterruptedException {
        DeletionRace.oneDeletesOrChanges(server, PATH_ROUNDS);
    }
}
