package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store's tables become what this release needs, from whatever state they are in, or are left alone and refused. */
class StoreSchemaIT {

    private static final String CHANGES = "select count(*) from \"FLY_HFJ_MIGRATION\" where \"success\"";
    private static final String STEPS = "select count(*) from frontdesk_schema";

    @TempDir
    static Path folder = Path.of("");

    private static EmbeddedPostgres postgres;

    private enum Place {
        H2_FILE,
        POSTGRESQL
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static StoreSettings fresh(Place place) {
        return fresh(place, UpkeepSettings.USUAL);
    }

    private static StoreSettings fresh(Place place, UpkeepSettings upkeep) {
        return new StoreSettings(
                "s" + UUID.randomUUID().toString().substring(0, 8),
                FhirVersionEnum.R4,
                place == Place.H2_FILE
                        ? "jdbc:h2:file:" + folder.resolve("db")
                        : postgres.getJdbcUrl("postgres", "postgres"),
                null,
                null,
                Set.of("Appointment"),
                List.of(),
                false,
                false,
                PoolSettings.USUAL,
                upkeep,
                "");
    }

    private static List<String> migrate(StoreSettings settings) {
        return StoreDatabase.migrate(settings, false);
    }

    private static List<String> pending(StoreSettings settings) {
        return StoreDatabase.migrate(settings, true);
    }

    private static Connection connect(StoreSettings settings) throws SQLException {
        return DriverManager.getConnection(
                StoreDatabase.place(StoreDatabase.Kind.of(settings.jdbcUrl()), settings.jdbcUrl(), settings.name()));
    }

    /** What somebody else did to the database, by hand. */
    private static void alter(StoreSettings settings, String... statements) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int count(StoreSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesAllTablesInAnEmptyPlaceAndThenLeavesThemAlone(Place place) throws SQLException {
        StoreSettings settings = fresh(place);
        assertThat(pending(settings)).first().asString().startsWith("HAPI 8.").endsWith(": all tables, for R4");
        assertThat(pending(settings)).as("looking changes nothing").isNotEmpty();

        List<String> done = migrate(settings);

        assertThat(done).hasSizeGreaterThan(1).last().asString().startsWith("Frontdesk step ");
        assertThat(pending(settings)).isEmpty();
        int changes = count(settings, CHANGES);
        assertThat(changes).as("changes that HAPI's migrator knows of").isGreaterThan(500);
        assertThat(count(settings, "select count(*) from frontdesk_booking_lock"))
                .isEqualTo(1_024);
        assertThat(count(settings, "select count(*) from frontdesk_condition")).isEqualTo(1_024);
        assertThat(migrate(settings)).isEmpty();
        assertThat(count(settings, CHANGES)).isEqualTo(changes);
    }

    @ParameterizedTest
    @EnumSource
    void bringsOnThePlaceOfTheReleaseBeforeThereWereSteps(Place place) throws SQLException {
        StoreSettings settings = fresh(place);
        migrate(settings);
        alter(
                settings,
                "drop table \"FLY_HFJ_MIGRATION\"",
                "drop table frontdesk_schema",
                "drop table frontdesk_node",
                "insert into frontdesk_booking values ('Appointment/1', 0, 'x', 1, 2, 1, 3)",
                "delete from frontdesk_booking_lock where place > 1000");

        assertThat(migrate(settings)).hasSizeGreaterThan(1);

        assertThat(count(settings, CHANGES)).isGreaterThan(500);
        assertThat(count(settings, "select count(*) from frontdesk_booking")).isEqualTo(1);
        assertThat(count(settings, "select count(*) from frontdesk_booking_lock"))
                .isEqualTo(1_024);
        assertThat(pending(settings)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void letsHapisMigratorBringOnTheTablesOfAnOlderHapi(Place place) throws SQLException {
        StoreSettings settings = fresh(place);
        migrate(settings);
        alter(
                settings,
                "drop table \"FLY_HFJ_MIGRATION\"",
                "drop table hfj_res_identifier_pt_uniq",
                "drop table hfj_res_system",
                "update frontdesk_store set hapi_version = '8.4.0'");
        assertThat(pending(settings))
                .first()
                .asString()
                .matches("HAPI 8\\.4\\.0 to 8\\.\\d+\\.\\d+: [1-9]\\d* changes");

        migrate(settings);

        assertThat(count(settings, "select count(*) from hfj_res_system")).isZero();
        assertThat(count(settings, "select count(*) from hfj_res_identifier_pt_uniq"))
                .isZero();
        assertThat(pending(settings)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereHapisMigratorWasKilled(Place place) throws SQLException {
        StoreSettings settings = fresh(place);
        migrate(settings);
        int all = count(settings, CHANGES);
        alter(
                settings,
                "drop table hfj_res_identifier_pt_uniq",
                "delete from \"FLY_HFJ_MIGRATION\" where \"version\" = '8.6.0.20250927.04'",
                "insert into \"FLY_HFJ_MIGRATION\" (\"installed_rank\", \"description\", \"type\", \"script\","
                        + " \"installed_by\", \"installed_on\", \"execution_time\", \"success\")"
                        + " values (-100, 'of a process that is dead', 'hapi-fhir-lock', 'x', 'V8_8_0', current_date, 0, true)",
                "update frontdesk_store set hapi_version = '8.4.0'");
        assertThat(count(settings, CHANGES)).as("one change less, and a lock").isEqualTo(all);

        migrate(settings);

        assertThat(count(settings, "select count(*) from hfj_res_identifier_pt_uniq"))
                .isZero();
        assertThat(count(settings, CHANGES)).isEqualTo(all);
        assertThat(count(settings, "select count(*) from \"FLY_HFJ_MIGRATION\" where \"installed_rank\" = -100"))
                .isZero();
    }

    @Test
    void beginsAnewWhereAFileWasHalfMade() throws SQLException {
        StoreSettings settings = fresh(Place.H2_FILE);
        alter(
                settings,
                "create table frontdesk_store (fhir_version varchar(10) not null, hapi_version varchar(40) not null)",
                "insert into frontdesk_store values ('R4', '0.0.0-unfinished')",
                "create table hfj_resource (res_id bigint)");

        assertThat(migrate(settings)).isNotEmpty();

        assertThat(count(settings, "select count(res_ver) from hfj_resource")).isZero();
        assertThat(pending(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "insert into frontdesk_schema values (99; 'later'; current_timestamp), are at step 99",
        "update frontdesk_store set hapi_version = '9.1.0', HAPI 9.1.0",
        "update \"FLY_HFJ_MIGRATION\" set \"installed_by\" = 'V9_1_0' where \"installed_rank\" = 7, HAPI V9_1_0",
    })
    void refusesWhatANewerReleaseHasMade(String change, String named) throws SQLException {
        for (Place place : Place.values()) {
            StoreSettings settings = fresh(place);
            migrate(settings);
            alter(settings, change.replace(';', ','));

            assertThatThrownBy(() -> StoreDatabase.open(settings))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(settings.name())
                    .hasMessageContaining(named)
                    .hasMessageContaining("start the newer release, or restore a backup");
        }
    }

    @Test
    void refusesTablesThatAreNotOurs() throws SQLException {
        StoreSettings settings = fresh(Place.H2_FILE);
        alter(settings, "create table hfj_resource (res_id bigint)");

        assertThatThrownBy(() -> StoreDatabase.open(settings))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not set up by Frontdesk");
        assertThat(count(settings, "select count(*) from hfj_resource")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void changesNothingWhereItMustNot(Place place) throws SQLException {
        StoreSettings settings = fresh(place, new UpkeepSettings(false, false));

        assertThatThrownBy(() -> StoreDatabase.open(settings))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(settings.name())
                .hasMessageContaining("Run 'frontdesk migrate'");
        assertThat(pending(settings)).first().asString().contains("all tables");
    }

    @Test
    void letsSeveralNodesComeAtOnce() throws Exception {
        StoreSettings settings = fresh(Place.POSTGRESQL);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        Callable<List<String>> start = () -> migrate(settings);

        int worked = 0;
        for (Future<List<String>> done : nodes.invokeAll(List.of(start, start, start))) {
            worked += done.get().isEmpty() ? 0 : 1;
        }
        nodes.shutdown();

        assertThat(worked).as("nodes that did the work").isEqualTo(1);
        assertThat(count(settings, STEPS)).isPositive();
        assertThat(pending(settings)).isEmpty();
    }

    @Test
    void worksOnWhatIsKnownOfPostgresql() {
        PostgresRelease.judge(14);
        PostgresRelease.judge(19);
        assertThatThrownBy(() -> PostgresRelease.judge(13))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("14 to 18");
    }
}
