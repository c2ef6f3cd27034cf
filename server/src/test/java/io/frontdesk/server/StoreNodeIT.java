package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.node.NodeRegistry;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All living nodes of a store have the same contract, or say that they have not. */
class StoreNodeIT {

    private static EmbeddedPostgres postgres;

    private String store = "";

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void another() {
        store = "s" + UUID.randomUUID().toString().substring(0, 8);
    }

    private StoreDatabase node(String contract) {
        return node(contract, UpkeepSettings.USUAL);
    }

    private StoreDatabase node(String contract, UpkeepSettings upkeep) {
        return StoreDatabase.open(new StoreSettings(
                store,
                FhirVersionEnum.R4,
                postgres.getJdbcUrl("postgres", "postgres"),
                null,
                null,
                Set.of("Appointment"),
                List.of(),
                false,
                false,
                PoolSettings.USUAL,
                upkeep,
                contract));
    }

    private static void say(StoreDatabase node, String sql) throws SQLException {
        try (Connection connection = node.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void refusesAnotherContractWhileANodeLivesAndTakesItAfterwards() {
        try (StoreDatabase first = node("one");
                StoreDatabase second = node("one")) {
            assertThat(first.node()).isPresent();
            assertThat(second.node()).isPresent();
            assertThatThrownBy(() -> node("two"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(store)
                    .hasMessageContaining("with another contract by 2 nodes")
                    .hasMessageContaining("--contract-mismatch warn");
        }
        node("two").close();
    }

    @Test
    void servesBesideAnotherContractWhereThatIsAllowed() {
        try (StoreDatabase first = node("one");
                StoreDatabase second = node("two", new UpkeepSettings(true, true))) {
            first.node().orElseThrow().beat();
            second.node().orElseThrow().beat();
            assertThat(first.dataSource())
                    .satisfies(pool -> pool.getConnection().close());
            assertThatThrownBy(() -> node("two")).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void forgetsNodesThatWereKilled() throws SQLException {
        try (StoreDatabase killed = node("one")) {
            say(killed, "update frontdesk_node set seen = seen - " + (NodeRegistry.LIFE.toMillis() + 1_000));
            node("two").close();
        }
    }

    @Test
    void endsServingWhenOthersHaveChangedTheContractMeanwhile() throws SQLException {
        try (StoreDatabase away = node("one")) {
            say(away, "update frontdesk_node set seen = 0 where node <> ''");
            try (StoreDatabase other = node("two")) {
                away.node().orElseThrow().beat();

                assertThatThrownBy(() -> away.dataSource().getConnection()).isInstanceOf(SQLException.class);
                assertThat(other.dataSource())
                        .satisfies(pool -> pool.getConnection().close());
            }
        }
    }

    @Test
    void goesOnWhenItWasTakenForDeadAndNothingHasChanged() throws SQLException {
        try (StoreDatabase away = node("one")) {
            say(away, "delete from frontdesk_node where node <> ''");
            away.node().orElseThrow().beat();

            assertThatThrownBy(() -> node("two")).isInstanceOf(StoreUnavailableException.class);
            say(away, "select 1");
        }
    }

    @Test
    void letsOneOfTwoContractsInThatComeAtOnce() throws Exception {
        node("before").close();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<StoreDatabase> one = () -> node("one");
        Callable<StoreDatabase> two = () -> node("two");
        int entered = 0;
        for (Future<StoreDatabase> start : threads.invokeAll(List.of(one, two))) {
            try {
                start.get().close();
                entered++;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
        threads.shutdown();
        assertThat(entered).as("contracts that are served").isEqualTo(1);
    }

    /** A host of the library may have H2. */
    @Test
    void keepsTheSameRulesOnH2() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + store + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = h2.getConnection()) {
            StoreServices.prepare(connection);
        }
        NodeRegistry first = new NodeRegistry(h2, "one");
        NodeRegistry second = new NodeRegistry(h2, "two");

        assertThat(first.enter(false)).isEmpty();
        assertThat(first.beat()).isTrue();
        assertThat(second.enter(false))
                .hasValueSatisfying(others -> assertThat(others.count()).isEqualTo(1));
        assertThat(second.beat()).isFalse();
        first.leave();
        assertThat(second.enter(false)).isEmpty();
        assertThat(second.beat()).isTrue();
    }
}
