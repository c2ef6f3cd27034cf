package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who wins when many change one appointment at once, on PostgreSQL; {@link NodesIT} has several nodes. */
class PostgresRaceIT {

    private static final int ROUNDS = 10;
    private static final int PATH_ROUNDS = 3;

    private static EmbeddedPostgres postgres;
    private static TestServer server;
    private static TestServer second;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        String url = postgres.getJdbcUrl("postgres", "postgres");
        server = TestServer.on(url, "core", "ehealth-dk", "fr-sas", "canvas", TestContracts.lenient());
        second = TestServer.on(url, "canvas");
    }

    @AfterAll
    static void stop() throws IOException {
        second.close();
        server.close();
        postgres.close();
    }

    @Test
    void letsOneOfSixteenClientsChangeAVersionAndLosesNoOtherChange() throws InterruptedException {
        Race.oneWinnerPerVersion(server, ROUNDS);
        Race.nothingLostWithoutVersions(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenClientsCreateByCriteria() throws InterruptedException {
        CriteriaRace.oneCreatesAndOthersNameAVersion(server, PATH_ROUNDS);
        CriteriaRace.oneCreatesAndOthersUpdate(server, PATH_ROUNDS);
        CriteriaRace.oneCreatesAndOthersAreShownIt(server, PATH_ROUNDS);
        CriteriaRace.oneOfBothKindsCreates(server, PATH_ROUNDS);
    }

    @Test
    void carriesTransactionsOutWhole() throws InterruptedException {
        BundleRace.oneTransactionWinsWhole(server, PATH_ROUNDS);
        BundleRace.crossingTransactionsAreWhole(server, PATH_ROUNDS);
        BundleRace.transactionsShareWhatTheyCreateOnCondition(server, PATH_ROUNDS);
    }

    @Test
    void letsOneOfSixteenClientsDeleteOrBringBack() throws InterruptedException {
        DeletionRace.oneBringsItBack(server, PATH_ROUNDS);
        DeletionRace.oneBringsItBackAndOthersUpdate(server, PATH_ROUNDS);
        DeletionRace.oneDeletesOrChanges(server, PATH_ROUNDS);
    }

    @Test
    void booksNobodyTwice() throws InterruptedException {
        BookingStorm storm = new BookingStorm(List.of(server));
        storm.overOne(PATH_ROUNDS);
        storm.overTwo(1);
    }

    @Test
    void storesOneAppointmentPerIdentifier() throws InterruptedException {
        IdentifierRace race = new IdentifierRace(List.of(server));
        race.oneIsCreatedByConditionalUpdates(PATH_ROUNDS);
        race.oneIsCreatedByWhateverComesFirst(PATH_ROUNDS);
    }

    @Test
    void losesNoElementThatIsMergedOnTwoNodes() throws InterruptedException {
        CanvasRace.losesNoElement(List.of(server, second), PATH_ROUNDS);
    }
}
