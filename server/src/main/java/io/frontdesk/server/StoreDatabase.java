package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.util.VersionUtil;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.server.settings.PoolSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.dialect.Dialect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one store: which one it is, its tables, its connections.
 *
 * <p>Several stores may be given one JDBC URL. They must not share tables, because a FHIR version is a property of the
 * whole database in HAPI, so each gets its own place, derived from the URL and the store's name:
 *
 * <ul>
 *   <li>H2 file {@code jdbc:h2:file:./data/frontdesk}: the file {@code ./data/frontdesk-<name>}
 *   <li>H2 in memory {@code jdbc:h2:mem:}: a database of its own, which is gone when the store closes
 *   <li>PostgreSQL: the schema {@code frontdesk_<name>} (hyphens become underscores), created if absent. If the URL says
 *       {@code currentSchema=x}, the schema is {@code x_<name>}.
 * </ul>
 *
 * <p>An empty place gets HAPI's own table script, once; a table {@code frontdesk_store} then remembers for which FHIR
 * version and HAPI release. A place that holds something else is left alone and refused.
 */
final class StoreDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);
    private static final String SCRIPTS = "/ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned/";
    private static final String CURRENT_SCHEMA = "currentSchema";
    static final String CONNECT_SECONDS = "10";
    private static final int LOCK_POOL_SIZE = 8;
    /** How long one request waits for another with the same criteria; PostgreSQL is told with the statement. */
    private static final int LOCK_WAIT_MS = 10_000;
    /** The driver gives up a connection on which a statement that should have ended is still not answered. */
    private static final int SECONDS_BEYOND_LIMIT = 10;

    /** So long may a transaction rest: a node that was cut off must not hold its locks for ever. */
    private static final int MOST_IDLE_IN_TRANSACTION_MS = 60_000;

    enum Kind {
        H2_MEMORY("h2.sql", HapiFhirH2Dialect.class),
        H2_FILE("h2.sql", HapiFhirH2Dialect.class),
        POSTGRESQL("postgres.sql", HapiFhirPostgresDialect.class);

        private final String script;
        private final Class<? extends Dialect> dialect;

        Kind(String script, Class<? extends Dialect> dialect) {
            this.script = script;
            this.dialect = dialect;
        }

        static Kind of(String jdbcUrl) {
            if (jdbcUrl.startsWith("jdbc:h2:mem:")) {
                return H2_MEMORY;
            }
            if (jdbcUrl.startsWith("jdbc:h2:")) {
                return H2_FILE;
            }
            if (jdbcUrl.startsWith("jdbc:postgresql:")) {
                return POSTGRESQL;
            }
            throw new StoreUnavailableException(
                    "Cannot use the database " + withoutParameters(jdbcUrl) + ": only H2 and PostgreSQL are known");
        }
    }

    private final Kind kind;
    private final HikariDataSource pool;
    private final HikariDataSource lockPool;

    private StoreDatabase(Kind kind, HikariDataSource pool, HikariDataSource lockPool) {
        this.kind = kind;
        this.pool = pool;
        this.lockPool = lockPool;
    }

    /**
     * Opens the store's place, creating its tables if there are none.
     *
     * @param settings URL, credentials, store name and FHIR version
     * @return the open database; close it
     * @throws StoreUnavailableException if it cannot be reached or holds something else
     */
    static StoreDatabase open(StoreSettings settings) {
        Kind kind = Kind.of(settings.jdbcUrl());
        String url = place(kind, settings.jdbcUrl(), settings.name());
        Properties properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        if (kind == Kind.POSTGRESQL) {
            properties.setProperty("connectTimeout", CONNECT_SECONDS);
            properties.setProperty("loginTimeout", CONNECT_SECONDS);
            properties.setProperty("ApplicationName", "frontdesk-" + settings.name());
        }
        if (kind != Kind.POSTGRESQL) {
            // H2 keeps eight parsed statements a connection; HAPI and the row lock need more for one update.
            properties.setProperty("QUERY_CACHE_SIZE", "128");
        }
        try (Connection first = DriverManager.getConnection(url, properties)) {
            if (kind == Kind.POSTGRESQL) {
                createSchema(first, schema(settings.jdbcUrl(), settings.name()));
            }
            prepareTables(first, kind, settings);
            return new StoreDatabase(
                    kind, pool(kind, url, properties, settings), lockPool(kind, url, properties, settings));
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "Cannot open the database " + withoutParameters(url) + ": " + firstLine(e.getMessage()), e);
        }
    }

    /** The pooled connections, outside any transaction. */
    DataSource dataSource() {
        return pool;
    }

    /**
     * Connections for locks that outlive a transaction of HAPI; apart from the others, because who holds one waits for one of
     * those.
     */
    DataSource lockDataSource() {
        return lockPool;
    }

    /** The Hibernate dialect that HAPI has for this database. */
    Class<? extends Dialect> dialect() {
        return kind.dialect;
    }

    @Override
    public void close() {
        if (kind == Kind.H2_MEMORY && !pool.isClosed()) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            } catch (SQLException e) {
                LOG.debug("The in-memory database was gone already", e);
            }
        }
        lockPool.close();
        pool.close();
    }

    /**
     * Cuts a JDBC URL down to what may be shown: parameters, where passwords can be, are left out.
     *
     * @param jdbcUrl any JDBC URL
     * @return its part before the first {@code ;} or {@code ?}, without {@code user:password@}
     */
    static String withoutParameters(String jdbcUrl) {
        return jdbcUrl.split("[;?]", 2)[0].replaceFirst("//[^/]*@", "//");
    }

    /** Returns the JDBC URL of a store's own place. */
    static String place(Kind kind, String jdbcUrl, String name) {
        int end = jdbcUrl.indexOf(kind == Kind.POSTGRESQL ? '?' : ';');
        String base = end < 0 ? jdbcUrl : jdbcUrl.substring(0, end);
        String parameters = end < 0 ? "" : jdbcUrl.substring(end);
        return switch (kind) {
            case H2_MEMORY -> base + name + "-" + UUID.randomUUID() + parameters + ";DB_CLOSE_DELAY=-1";
            case H2_FILE -> base + "-" + name + parameters;
            case POSTGRESQL -> base + "?" + CURRENT_SCHEMA + "=" + schema(jdbcUrl, name) + otherParameters(parameters);
        };
    }

    private static String otherParameters(String parameters) {
        StringBuilder others = new StringBuilder();
        for (String parameter : parameters.replaceFirst("^[?]", "").split("&")) {
            if (!parameter.isEmpty() && !parameter.startsWith(CURRENT_SCHEMA + "=")) {
                others.append('&').append(parameter);
            }
        }
        return others.toString();
    }

    private static String schema(String jdbcUrl, String name) {
        String prefix = "frontdesk";
        for (String parameter : jdbcUrl.replaceFirst("^[^?]*[?]?", "").split("&")) {
            if (parameter.startsWith(CURRENT_SCHEMA + "=")) {
                prefix = parameter.substring(CURRENT_SCHEMA.length() + 1);
            }
        }
        return (prefix + "_" + name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    /** A schema name has only letters, digits and underscores here, see {@link #schema}, so it needs no quotes. */
    private static void createSchema(Connection connection, String schema) throws SQLException {
        try (PreparedStatement present =
                connection.prepareStatement("select 1 from information_schema.schemata where schema_name = ?")) {
            present.setString(1, schema);
            try (ResultSet rows = present.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists " + schema);
        }
    }

    private static void prepareTables(Connection connection, Kind kind, StoreSettings settings) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (kind == Kind.POSTGRESQL) {
                // Two nodes may start on one empty database: the second waits here, then finds the tables made.
                statement.execute("select pg_advisory_xact_lock(hashtext(current_schema()))");
            }
            if (!hasTable(connection, "hfj_resource")) {
                createTables(statement, kind, settings.version());
            } else {
                refuseOtherContents(connection, settings);
            }
        }
        StoreServices.prepare(connection);
        connection.commit();
    }

    private static boolean hasTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement present = connection.prepareStatement("select 1 from information_schema.tables"
                + " where lower(table_name) = ? and table_schema = current_schema")) {
            present.setString(1, table);
            try (ResultSet rows = present.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void createTables(Statement statement, Kind kind, FhirVersionEnum version) throws SQLException {
        for (String sql : script(kind.script).split(";\\s*(?:\\R|$)")) {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        }
        statement.execute(
                "create table frontdesk_store (fhir_version varchar(10) not null, hapi_version varchar(40) not null)");
        statement.execute(
                "insert into frontdesk_store values ('" + version.name() + "', '" + VersionUtil.getVersion() + "')");
    }

    /** Returns what a place is set up for by this release. */
    static String wanted(FhirVersionEnum version) {
        return version.name() + " by HAPI " + VersionUtil.getVersion();
    }

    private static void refuseOtherContents(Connection connection, StoreSettings settings) throws SQLException {
        String found = contents(connection);
        String wanted = wanted(settings.version());
        if (!wanted.equals(found)) {
            throw new StoreUnavailableException("Cannot use the database "
                    + withoutParameters(settings.jdbcUrl()) + " for store " + settings.name() + ": it should hold "
                    + wanted + " but holds " + (found == null ? "tables that were not set up to the end" : found));
        }
    }

    /** Returns what a place was set up for, such as {@code R4 by HAPI 8.8.0}, or null when it was not. */
    static @Nullable String contents(Connection connection) throws SQLException {
        if (!hasTable(connection, "frontdesk_store")) {
            return null;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select fhir_version, hapi_version from frontdesk_store")) {
            return rows.next() ? rows.getString(1) + " by HAPI " + rows.getString(2) : null;
        }
    }

    private static String script(String file) {
        try (InputStream script = FhirStore.class.getResourceAsStream(SCRIPTS + file)) {
            if (script == null) {
                throw new IllegalStateException("HAPI's table script " + file + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections for the locks on criteria; most contracts never need one, so none is made before it is asked for. */
    private static HikariDataSource lockPool(Kind kind, String url, Properties properties, StoreSettings settings) {
        HikariConfig config = config(kind, url, properties, settings);
        config.setPoolName("frontdesk-" + settings.name() + "-locks");
        config.setMaximumPoolSize(LOCK_POOL_SIZE);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        if (kind != Kind.POSTGRESQL) {
            config.setConnectionInitSql("set lock_timeout " + LOCK_WAIT_MS);
        }
        return new HikariDataSource(config);
    }

    private static HikariDataSource pool(Kind kind, String url, Properties properties, StoreSettings settings) {
        HikariConfig config = config(kind, url, properties, settings);
        config.setMaximumPoolSize(settings.pool().connections());
        // Idle connections cost start-up time and a server process each.
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private static HikariConfig config(Kind kind, String url, Properties properties, StoreSettings settings) {
        PoolSettings given = settings.pool();
        HikariConfig config = new HikariConfig();
        config.setPoolName("frontdesk-" + settings.name());
        config.setJdbcUrl(url);
        config.setDataSourceProperties(properties);
        config.setConnectionTimeout(given.patience().toMillis());
        config.setValidationTimeout(given.patience().toMillis());
        config.setConnectionInitSql(limits(kind, given));
        if (kind == Kind.POSTGRESQL) {
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty(
                    "socketTimeout", Long.toString(given.limit().toSeconds() + SECONDS_BEYOND_LIMIT));
        }
        return config;
    }

    /** The database itself ends a statement that takes too long; what it did is rolled back. */
    private static String limits(Kind kind, PoolSettings given) {
        long limit = given.limit().toMillis();
        return kind == Kind.POSTGRESQL
                ? "set statement_timeout = " + limit + "; set idle_in_transaction_session_timeout = "
                        + MOST_IDLE_IN_TRANSACTION_MS
                : "set query_timeout " + limit;
    }

    static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
