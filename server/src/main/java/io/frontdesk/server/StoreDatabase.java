package io.frontdesk.server;

import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.frontdesk.node.Node;
import io.frontdesk.node.OtherContractException;
import io.frontdesk.server.settings.PoolSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.dialect.Dialect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
 * <p>What tables there are is the business of {@link StoreSchema}.
 */
final class StoreDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);
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
        H2_MEMORY(HapiFhirH2Dialect.class),
        H2_FILE(HapiFhirH2Dialect.class),
        POSTGRESQL(HapiFhirPostgresDialect.class);

        private final Class<? extends Dialect> dialect;

        Kind(Class<? extends Dialect> dialect) {
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
    private final Optional<Node> node;

    private StoreDatabase(Kind kind, HikariDataSource pool, HikariDataSource lockPool, Optional<Node> node) {
        this.kind = kind;
        this.pool = pool;
        this.lockPool = lockPool;
        this.node = node;
    }

    /**
     * Opens the store's place, with its tables brought to what this release needs.
     *
     * @param settings URL, credentials, store name and FHIR version
     * @return the open database; close it
     * @throws StoreUnavailableException if it cannot be reached, holds something else, or may not be changed and should be
     */
    static StoreDatabase open(StoreSettings settings) {
        Kind kind = Kind.of(settings.jdbcUrl());
        String url = place(kind, settings.jdbcUrl(), settings.name());
        Properties properties = properties(kind, settings);
        try (Connection first = DriverManager.getConnection(url, properties)) {
            bringUp(first, kind, settings);
            int room = kind == Kind.POSTGRESQL
                    ? PostgresRelease.room(first, settings.pool().connections(), LOCK_POOL_SIZE)
                    : settings.pool().connections();
            HikariDataSource pool = pool(kind, url, properties, settings, room);
            try {
                return new StoreDatabase(
                        kind, pool, lockPool(kind, url, properties, settings), node(kind, settings, pool));
            } catch (SQLException | RuntimeException e) {
                pool.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unopened(url, e);
        }
    }

    /**
     * Brings the tables of a store's place to what this release needs, or only says what that would take.
     *
     * @param look whether nothing is changed
     * @return what was done or would be, a line for each part
     * @throws StoreUnavailableException if it cannot be reached, or holds something else
     */
    static List<String> migrate(StoreSettings settings, boolean look) {
        Kind kind = Kind.of(settings.jdbcUrl());
        String url = place(kind, settings.jdbcUrl(), settings.name());
        try (Connection first = DriverManager.getConnection(url, properties(kind, settings))) {
            return look ? schema(kind, settings).pending(first) : bringUp(first, kind, settings);
        } catch (SQLException e) {
            throw unopened(url, e);
        }
    }

    private static List<String> bringUp(Connection first, Kind kind, StoreSettings settings) throws SQLException {
        if (kind == Kind.POSTGRESQL) {
            PostgresRelease.check(first);
        }
        StoreSchema schema = schema(kind, settings);
        List<String> pending = schema.pending(first);
        if (pending.isEmpty()) {
            return pending;
        }
        if (!settings.upkeep().migrates()) {
            throw new StoreUnavailableException(
                    "The tables in " + shown(settings) + " are not those of this release ("
                            + String.join("; ", pending)
                            + "). Run 'frontdesk migrate' with the same database and contracts, or allow it with --db-migrate auto");
        }
        if (kind == Kind.POSTGRESQL) {
            createSchema(first, schema(settings.jdbcUrl(), settings.name()));
        }
        List<String> done = schema.bringUp(
                first,
                new DriverManagerDataSource(
                        place(kind, settings.jdbcUrl(), settings.name()), properties(kind, settings)));
        if (kind != Kind.H2_MEMORY) {
            done.forEach(line -> LOG.info("Tables of store {}: {}", settings.name(), line));
        }
        return done;
    }

    /** H2 is for one process, so that there are no other nodes. Without its connections a node answers 503, and is not ready. */
    private static Optional<Node> node(Kind kind, StoreSettings settings, HikariDataSource pool) throws SQLException {
        if (kind != Kind.POSTGRESQL || settings.contract().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Node.enter(
                    pool,
                    new Node.Terms(
                            "The store " + settings.name(),
                            settings.contract(),
                            settings.upkeep().besideOtherContracts(),
                            "--contract-mismatch warn"),
                    pool::close));
        } catch (OtherContractException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()));
        }
    }

    private static StoreSchema schema(Kind kind, StoreSettings settings) {
        return new StoreSchema(kind, settings.version(), shown(settings));
    }

    private static String shown(StoreSettings settings) {
        return "the database " + withoutParameters(settings.jdbcUrl()) + " for store " + settings.name();
    }

    private static StoreUnavailableException unopened(String url, SQLException failure) {
        return new StoreUnavailableException(
                "Cannot open the database " + withoutParameters(url) + ": " + firstLine(failure.getMessage()), failure);
    }

    private static Properties properties(Kind kind, StoreSettings settings) {
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
        } else {
            // H2 keeps eight parsed statements a connection; HAPI and the row lock need more for one update.
            properties.setProperty("QUERY_CACHE_SIZE", "128");
            if (kind == Kind.H2_FILE
                    && !settings.jdbcUrl().toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=")) {
                // H2 writes half a second after a commit; who was told of the change must find it when the process is
                // killed.
                properties.setProperty("WRITE_DELAY", "0");
            }
        }
        return properties;
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

    /** This process as a node of the store, where there may be others. */
    Optional<Node> node() {
        return node;
    }

    @Override
    public void close() {
        node.ifPresent(Node::close);
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

    static boolean hasTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement present = connection.prepareStatement("select 1 from information_schema.tables"
                + " where lower(table_name) = ? and table_schema = current_schema")) {
            present.setString(1, table.toLowerCase(Locale.ROOT));
            try (ResultSet rows = present.executeQuery()) {
                return rows.next();
            }
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

    private static HikariDataSource pool(
            Kind kind, String url, Properties properties, StoreSettings settings, int connections) {
        HikariConfig config = config(kind, url, properties, settings);
        config.setMaximumPoolSize(connections);
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

    /** Measures the pools from now on. */
    void measure(MeterRegistry registry) {
        pool.setMetricRegistry(registry);
        lockPool.setMetricRegistry(registry);
    }

    static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
