package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who wins when many change one appointment at once, on PostgreSQL, by one node and by two. */
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
        second = TestServer.on(url, "core", "fr-sas", "canvas");
    }

    @AfterAll
    static void stop() throws IOException {
        second.close();
        server.close();
        postgres.close();
    }

    private static List<TestServer> both() {
        return List.of(server, second);
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
        BookingStorm one = new BookingStorm(List.of(server));
        one.overOne(PATH_ROUNDS);
        BookingStorm two = new BookingStorm(both());
        two.overOne(PATH_ROUNDS);
        two.overTwo(PATH_ROUNDS);
    }

    @Test
    void storesOneAppointmentPerIdentifier() throws InterruptedException {
        new IdentifierRace(List.of(server)).oneIsCreatedByWhateverComesFirst(PATH_ROUNDS);
        IdentifierRace two = new IdentifierRace(both());
        two.oneIsCreatedByConditionalUpdates(PATH_ROUNDS);
        two.oneIsCreatedByWhateverComesFirst(PATH_ROUNDS);
    }

    @Test
    void losesNoElementThatIsMerged() throws InterruptedException {
        CanvasRace.losesNoElement(both(), PATH_ROUNDS);
    }

    @Test
    void keepsSlotsInStep() throws InterruptedException {
        SlotHistory.race(both().stream().map(SlotHistory::desk).toList(), PATH_ROUNDS);
    }
}
