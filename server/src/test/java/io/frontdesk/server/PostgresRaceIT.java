package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
        server = TestServer.on(url, "core", "ehealth-dk", "fr-sas", TestContracts.lenient());
        second = TestServer.on(url, TestContracts.lenient());
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
        BundleRace.transactionsShareWhatTheyCreateOnCondition(server, PATH_ROUNDS);
    }

    /** The database breaks a deadlock by failing one who waits; HAPI repeats it, so that only the database knows. */
    @Test
    void neverWaitsInACircleWhenTransactionsCross() throws InterruptedException, SQLException {
        long before = deadlocks();
        BundleRace.crossingTransactionsAreWhole(List.of(server, second), PATH_ROUNDS);
        BundleRace.crossingTransactionsAmongOthersAreWhole(List.of(server, second), PATH_ROUNDS);
        assertThat(deadlocks()).isEqualTo(before);
    }

    private static long deadlocks() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select sum(deadlocks) from pg_stat_database")) {
            count.next();
            return count.getLong(1);
        }
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
}
