package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.util.VersionUtil;
import io.frontdesk.schema.NewerSchemaException;
import io.frontdesk.schema.OwnSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables in a store's place, HAPI's and ours: what they are, and how they come to be what this release needs.
 *
 * <p>A table {@code frontdesk_store} says for which FHIR version a place is and up to which release of HAPI its tables are. An
 * empty place gets HAPI's table script, any other what HAPI's migrator has to add to it; then our own tables follow. What a newer
 * release has made, and what is for another FHIR version or not ours, is left alone and refused.
 */
final class StoreSchema {

    private static final String SCRIPTS = "/ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned/";

    /** Stands for a release while the script is carried out where that cannot be undone. */
    private static final String UNFINISHED = "0.0.0-unfinished";

    private final StoreDatabase.Kind kind;
    private final FhirVersionEnum version;
    private final String where;
    private final HapiTables hapi;
    private final OwnSchema own = OwnSchema.standard();

    /** What a place says of itself. */
    private record Contents(String version, String release) {}

    /** Takes what people call the place, such as {@code the database X for store Y}. */
    StoreSchema(StoreDatabase.Kind kind, FhirVersionEnum version, String where) {
        this.kind = kind;
        this.version = version;
        this.where = where;
        this.hapi = new HapiTables(kind);
    }

    /**
     * Returns what is to be done, a line for each part, without doing it; empty when this release can use the place as it is.
     *
     * @throws StoreUnavailableException if this release must not use the place
     */
    List<String> pending(Connection connection) throws SQLException {
        List<String> pending = new ArrayList<>();
        if (isEmpty(connection)) {
            pending.add("HAPI " + VersionUtil.getVersion() + ": all tables, for " + version);
        } else {
            String release = release(connection);
            if (Release.of(release).compareTo(current()) < 0) {
                pending.add("HAPI " + release + " to " + VersionUtil.getVersion() + ": " + hapi.changesAfter(release)
                        + " changes");
            } else if (kind != StoreDatabase.Kind.H2_MEMORY && !hapi.noted(connection)) {
                pending.add("HAPI " + release + ": the table of its changes");
            }
        }
        try {
            own.missing(connection).forEach(step -> pending.add("Frontdesk " + step));
        } catch (NewerSchemaException e) {
            throw new StoreUnavailableException("Cannot use " + where + ": " + e.getMessage(), e);
        }
        return pending;
    }

    /**
     * Makes the tables what this release needs. Of several nodes that do so at once one works and the others wait for it.
     *
     * @param connection to the place; what it has not committed is committed
     * @param others further connections to it
     * @return what was done, as {@link #pending} tells it
     * @throws StoreUnavailableException if this release must not use the place, or a change fails
     */
    List<String> bringUp(Connection connection, DataSource others) throws SQLException {
        if (pending(connection).isEmpty()) {
            return List.of();
        }
        lock(connection, "pg_advisory_lock");
        try {
            // Who has waited finds it done.
            List<String> pending = pending(connection);
            if (isEmpty(connection)) {
                create(connection);
            }
            if (kind != StoreDatabase.Kind.H2_MEMORY && pending.stream().anyMatch(line -> line.startsWith("HAPI"))) {
                hapi.bringUp(connection, others, release(connection));
                note(connection, VersionUtil.getVersion());
            }
            own.bringUp(connection);
            return pending;
        } finally {
            lock(connection, "pg_advisory_unlock");
        }
    }

    /** H2 in a file belongs to one process, and in memory to one store. */
    private void lock(Connection connection, String function) throws SQLException {
        if (kind == StoreDatabase.Kind.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select " + function + "(hashtext(current_schema()))");
            }
        }
    }

    private static Release current() {
        return Release.of(VersionUtil.getVersion());
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        Contents contents = contents(connection);
        return contents == null
                ? !StoreDatabase.hasTable(connection, "hfj_resource")
                : UNFINISHED.equals(contents.release());
    }

    /** Returns the release of HAPI up to which the tables are; refuses what is not for this store. */
    private String release(Connection connection) throws SQLException {
        Contents contents = contents(connection);
        if (contents == null) {
            throw refused("tables that were not set up by Frontdesk");
        }
        if (!contents.version().equals(version.name())) {
            throw refused(contents.version() + " by HAPI " + contents.release());
        }
        Set<String> newer = hapi.newerReleases(connection);
        if (Release.of(contents.release()).compareTo(current()) > 0 || !newer.isEmpty()) {
            throw new StoreUnavailableException("Cannot use " + where + ": its tables are those of HAPI "
                    + (newer.isEmpty() ? contents.release() : String.join(", ", newer)) + ", which is newer than "
                    + VersionUtil.getVersion()
                    + " of this release; start the newer release, or restore a backup of the database");
        }
        return contents.release();
    }

    private StoreUnavailableException refused(String found) {
        return new StoreUnavailableException("Cannot use " + where + ": it should hold " + wanted(version)
                + " but holds " + found + ". Name another database, or another contract");
    }

    /** Returns what a place is set up for by this release. */
    static String wanted(FhirVersionEnum version) {
        return version.name() + " by HAPI " + VersionUtil.getVersion();
    }

    /** Returns what a place was set up for, such as {@code R4 by HAPI 8.8.0}, or an empty text when it was not. */
    static String described(Connection connection) throws SQLException {
        Contents contents = contents(connection);
        return contents == null ? "" : contents.version() + " by HAPI " + contents.release();
    }

    private static @Nullable Contents contents(Connection connection) throws SQLException {
        if (!StoreDatabase.hasTable(connection, "frontdesk_store")) {
            return null;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select fhir_version, hapi_version from frontdesk_store")) {
            return rows.next() ? new Contents(rows.getString(1), rows.getString(2)) : null;
        }
    }

    /** In PostgreSQL all or nothing; H2 keeps each table at once, so what was broken off there is thrown away first. */
    private void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (contents(connection) != null) {
                statement.execute("drop all objects");
            }
            statement.execute("create table frontdesk_store (fhir_version varchar(10) not null,"
                    + " hapi_version varchar(40) not null)");
            statement.execute("insert into frontdesk_store values ('" + version.name() + "', '" + UNFINISHED + "')");
            for (String sql : script().split(";\\s*(?:\\R|$)")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            statement.execute("update frontdesk_store set hapi_version = '" + VersionUtil.getVersion() + "'");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void note(Connection connection, String release) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement("update frontdesk_store set hapi_version = ?")) {
            note.setString(1, release);
            note.executeUpdate();
        }
    }

    private String script() {
        String file = kind == StoreDatabase.Kind.POSTGRESQL ? "postgres.sql" : "h2.sql";
        try (InputStream script = FhirStore.class.getResourceAsStream(SCRIPTS + file)) {
            if (script == null) {
                throw new IllegalStateException("HAPI's table script " + file + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
