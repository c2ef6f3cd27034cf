package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two and three servers, each a process of its own, on one PostgreSQL; and what remains when one is killed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesIT {

    private static final int NODES = 3;
    private static final int ROUNDS = 2;

    private static final List<ServerProcess> PROCESSES = new ArrayList<>();
    private static final List<TestServer> SERVERS = new ArrayList<>();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.start();
        // All at once on an empty database: one of them makes the tables.
        PROCESSES.add(ServerProcess.start(postgres, "core", "fr-sas"));
        for (int node = 1; node < NODES; node++) {
            PROCESSES.add(ServerProcess.start(postgres, "core", "fr-sas", "canvas"));
        }
        for (ServerProcess process : PROCESSES) {
            SERVERS.add(process.server());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        PROCESSES.forEach(ServerProcess::close);
        postgres.close();
    }

    private static List<TestServer> two() {
        return SERVERS.subList(1, NODES);
    }

    @Test
    @Order(1)
    void showAtOnceWhatAnotherHasWritten() {
        FreshReads.showWhatAnotherHasWritten(SERVERS.get(0), SERVERS.get(1));
    }

    @Test
    @Order(1)
    void letOneOfSixteenClientsChangeAVersion() throws InterruptedException {
        Race.oneWinnerPerVersion(two(), ROUNDS);
        Race.oneWinnerPerVersion(SERVERS, ROUNDS);
    }

    @Test
    @Order(2)
    void bookNobodyTwice() throws InterruptedException {
        new BookingStorm(two()).overOne(1);
        BookingStorm three = new BookingStorm(SERVERS);
        three.overOne(ROUNDS);
        three.overTwo(1);
    }

    @Test
    @Order(3)
    void storeOneAppointmentPerIdentifier() throws InterruptedException {
        new IdentifierRace(two()).oneIsCreatedByWhateverComesFirst(1);
        IdentifierRace three = new IdentifierRace(SERVERS);
        three.oneIsCreatedByConditionalUpdates(ROUNDS);
        three.oneIsCreatedByWhateverComesFirst(ROUNDS);
    }

    @Test
    @Order(4)
    void keepSlotsInStep() throws InterruptedException {
        SlotHistory.race(SERVERS.stream().map(SlotHistory::desk).toList(), ROUNDS);
    }

    @Test
    @Order(4)
    void holdAndBookOneTimeOnce() throws InterruptedException {
        HoldStorm storm = new HoldStorm(SERVERS);
        storm.oneTakesFreeTime(ROUNDS);
        storm.oneBooksWhatIsHeld();
    }

    /** A contract that merges names no version, so that all of them wait for each other on their node, and in the database. */
    @Test
    @Order(4)
    void loseNoElementThatIsMerged() throws InterruptedException {
        CanvasRace.losesNoElement(two(), ROUNDS);
    }

    @Test
    @Order(5)
    void loseNothingWhenOneIsKilledAndTheOthersGoOn() throws InterruptedException, SQLException {
        NodeLoad load = new NodeLoad(SERVERS, PROCESSES.get(0)::kill);

        load.run();

        for (TestServer survivor : two()) {
            load.assertNothingLost(survivor);
        }
        try (Connection database = postgres.getPostgresDatabase().getConnection()) {
            load.assertBookingsAgree(SERVERS.get(1), database);
        }
    }
}
