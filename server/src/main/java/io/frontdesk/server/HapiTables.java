package io.frontdesk.server;

import ca.uhn.fhir.jpa.config.util.ResourceTypeUtil;
import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationException;
import ca.uhn.fhir.jpa.migrate.HapiMigrationLock;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.MigrationQueryBuilder;
import ca.uhn.fhir.jpa.migrate.entity.HapiMigrationEntity;
import ca.uhn.fhir.jpa.migrate.taskdef.BaseTask;
import ca.uhn.fhir.jpa.migrate.taskdef.InitializeSchemaTask;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.jpa.migrate.tasks.api.TaskFlagEnum;
import ca.uhn.fhir.util.VersionEnum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * HAPI's own tables, brought by HAPI's own migrator from the release that made them to this one.
 *
 * <p>The migrator keeps a table of the changes that it has carried out. A place that was made by HAPI's table script has all
 * changes up to the release of that script and no such table: it is given one first, in one go, since the migrator itself notes
 * a thousand changes one by one.
 */
final class HapiTables {

    private static final String TABLE = SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME;
    private static final String HAPI = "JDBC";

    private final StoreDatabase.Kind kind;
    private final DriverTypeEnum driver;

    HapiTables(StoreDatabase.Kind kind) {
        this.kind = kind;
        this.driver = kind == StoreDatabase.Kind.POSTGRESQL ? DriverTypeEnum.POSTGRES_9_4 : DriverTypeEnum.H2_EMBEDDED;
    }

    /** Returns whether the table of changes is there and filled. */
    boolean noted(Connection connection) throws SQLException {
        return StoreDatabase.hasTable(connection, TABLE)
                && !texts(
                                connection,
                                "select \"version\" from \"" + TABLE
                                        + "\" where \"installed_rank\" > 0 fetch first 1 rows only")
                        .isEmpty();
    }

    /** Returns the releases of HAPI that have changed the tables and that this one does not know. */
    Set<String> newerReleases(Connection connection) throws SQLException {
        if (!StoreDatabase.hasTable(connection, TABLE)) {
            return Set.of();
        }
        Set<String> releases = texts(
                connection,
                "select distinct \"installed_by\" from \"" + TABLE + "\" where \"installed_rank\" > 0 and \"success\"");
        releases.removeAll(Arrays.stream(VersionEnum.values()).map(Enum::name).collect(Collectors.toSet()));
        return releases;
    }

    /** Returns how many changes lie between the release that a place was made by and this one. */
    int changesAfter(String release) {
        return (int) tasks().stream().filter(task -> !upTo(release, task)).count();
    }

    /**
     * Carries out what is missing.
     *
     * @param connection one that holds the lock on the place, so that nobody else is at this
     * @param others connections for the migrator
     * @param release the release of HAPI up to which all changes are in the tables
     * @throws StoreUnavailableException if a change fails; those before it stay, and the next time goes on from there
     */
    void bringUp(Connection connection, DataSource others, String release) throws SQLException {
        if (!noted(connection)) {
            note(connection, release);
        } else {
            freeLockOfTheDead(connection);
        }
        HapiMigrator migrator = new HapiMigrator(TABLE, others, driver);
        migrator.addTasks(tasks());
        try {
            migrator.migrate();
        } catch (HapiMigrationException e) {
            throw new StoreUnavailableException(
                    "HAPI could not change its tables: " + StoreDatabase.firstLine(e.getMessage())
                            + ". Mend that and try again; what was changed before is kept",
                    e);
        }
        nameTypes(connection);
    }

    /** HAPI fills this table at its first start, and of two nodes that both find it empty one fails. */
    private void nameTypes(Connection connection) throws SQLException {
        String next = driver == DriverTypeEnum.POSTGRES_9_4
                ? "nextval('seq_resource_type')"
                : "next value for SEQ_RESOURCE_TYPE";
        if (!texts(connection, "select res_type from hfj_resource_type").isEmpty()) {
            return;
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into hfj_resource_type (res_type_id, res_type) values (" + next + ", ?)")) {
            for (String type : ResourceTypeUtil.generateResourceTypes()) {
                insert.setString(1, type);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    /** All changes that HAPI carries out without being asked to; those that may take hours on much data it leaves out. */
    private static List<BaseTask> tasks() {
        MigrationTaskList all = new HapiFhirJpaMigrationTasks(Set.of())
                .getAllTasks(VersionEnum.values())
                .getUnskippableTasks();
        return new ArrayList<>(Arrays.asList(all.toTaskArray()));
    }

    private void note(Connection connection, String release) throws SQLException {
        MigrationQueryBuilder sql = new MigrationQueryBuilder(driver, TABLE);
        List<HapiMigrationEntity> entries = new ArrayList<>();
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            if (!StoreDatabase.hasTable(connection, TABLE)) {
                create(connection, sql);
                entries.add(HapiMigrationEntity.tableCreatedRecord());
            }
            int rank = 0;
            for (BaseTask task : tasks()) {
                if (upTo(release, task) && inScript(task)) {
                    entries.add(entry(++rank, task));
                }
            }
            insert(connection, sql, entries);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private static void create(Connection connection, MigrationQueryBuilder sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.createTableStatement());
            statement.execute(sql.createIndexStatement());
        }
    }

    private static void insert(Connection connection, MigrationQueryBuilder sql, List<HapiMigrationEntity> entries)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql.insertPreparedStatement())) {
            for (HapiMigrationEntity entry : entries) {
                entry.asPreparedStatementSetter().setValues(insert);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The script has what HAPI does not carry out after having run it. */
    private static boolean inScript(BaseTask task) {
        return task instanceof InitializeSchemaTask || !task.hasFlag(TaskFlagEnum.RUN_DURING_SCHEMA_INITIALIZATION);
    }

    private static HapiMigrationEntity entry(int rank, BaseTask task) {
        HapiMigrationEntity entry = HapiMigrationEntity.fromBaseTask(task);
        entry.setPid(rank);
        entry.setType(HAPI);
        entry.setScript("HAPI FHIR");
        entry.setInstalledBy(VersionEnum.latestVersion().name());
        entry.setInstalledOn(new Date());
        entry.setExecutionTime(0);
        entry.setSuccess(true);
        return entry;
    }

    /** The migrator's lock is a row, which stays when its process dies; we hold a lock of our own, so nobody is at it. */
    private void freeLockOfTheDead(Connection connection) throws SQLException {
        try (PreparedStatement free =
                connection.prepareStatement("delete from \"" + TABLE + "\" where \"installed_rank\" = ?")) {
            free.setInt(1, HapiMigrationLock.LOCK_PID);
            free.executeUpdate();
        }
    }

    private static boolean upTo(String release, BaseTask task) {
        return Release.of(task.getProductVersion()).compareTo(Release.of(release)) <= 0;
    }

    private static Set<String> texts(Connection connection, String sql) throws SQLException {
        Set<String> texts = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
