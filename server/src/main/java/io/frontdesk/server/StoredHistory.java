package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.server.StoreDatabase.Kind;
import io.frontdesk.server.settings.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Every version of the resources of one type in a store that exists already, to be read and nothing else: no table is made, no
 * row is written, and the database itself is told to refuse both.
 *
 * <p>Plain JDBC over HAPI's own tables, page by page, because HAPI has no way to open a store without writing to it, and takes
 * seconds for that. The table that says which release made the store is asked first, so that the columns are known.
 */
public final class StoredHistory implements AutoCloseable {

    private static final int RESOURCES_A_PAGE = 1_000;
    private static final int VERSIONS_A_PAGE = 50;

    /** By primary key, with the type looked at afterwards: no index on the type can lead to sorting all of it for each page. */
    private static final String RESOURCES = "select res_id, res_type, fhir_id from hfj_resource where res_id > ?"
            + " order by res_id fetch first " + RESOURCES_A_PAGE + " rows only";

    private static final String VERSIONS =
            "select res_ver, res_updated, res_encoding, res_text_vc, res_text from hfj_res_ver"
                    + " where res_id = ? and res_ver > ? order by res_ver fetch first " + VERSIONS_A_PAGE
                    + " rows only";

    private record Named(long key, String id) {}

    private final Connection connection;
    private final String type;

    private StoredHistory(Connection connection, String type) {
        this.connection = connection;
        this.type = type;
    }

    /**
     * Opens the place of a store.
     *
     * @param database where the stores are
     * @param store the name of the store, which is that of the contract that it was made for
     * @param version the FHIR version that is expected there
     * @param type the resource type
     * @throws StoreUnavailableException if nothing is stored there, something else is, or it cannot be reached
     */
    public static StoredHistory open(DatabaseSettings database, String store, FhirVersionEnum version, String type) {
        if (database.inMemory()) {
            throw new StoreUnavailableException("A database in memory has no history: it ends with its server");
        }
        String shown = StoreDatabase.withoutParameters(database.url());
        try {
            Connection connection = connect(database, store);
            try {
                expect(connection, version, "The database " + shown, store);
                return new StoredHistory(connection, type);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "Cannot read the database " + shown + " for store " + store + ": "
                            + StoreDatabase.firstLine(e.getMessage()),
                    e);
        }
    }

    private static Connection connect(DatabaseSettings database, String store) throws SQLException {
        Kind kind = Kind.of(database.url());
        Properties properties = new Properties();
        database.user().ifPresent(user -> properties.setProperty("user", user));
        database.password().ifPresent(password -> properties.setProperty("password", password));
        if (kind == Kind.POSTGRESQL) {
            properties.setProperty("readOnly", "true");
            properties.setProperty("readOnlyMode", "always");
            properties.setProperty("connectTimeout", StoreDatabase.CONNECT_SECONDS);
            properties.setProperty("ApplicationName", "frontdesk-replay");
        } else {
            properties.setProperty("ACCESS_MODE_DATA", "r");
            properties.setProperty("IFEXISTS", "TRUE");
        }
        Connection connection =
                DriverManager.getConnection(StoreDatabase.place(kind, database.url(), store), properties);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void expect(Connection connection, FhirVersionEnum version, String where, String store)
            throws SQLException {
        String found = StoreSchema.described(connection);
        String wanted = StoreSchema.wanted(version);
        if (found.isEmpty()) {
            throw new StoreUnavailableException(where + " holds no store " + store);
        }
        if (!found.equals(wanted)) {
            throw new StoreUnavailableException(
                    where + " holds for store " + store + " " + found + ", and the contract is for " + wanted);
        }
    }

    /**
     * Hands over every version of every resource, resource by resource and each from its first version on. No more than a page
     * is held at a time.
     *
     * @throws StoreUnavailableException if the database goes away meanwhile
     */
    public void forEach(Consumer<StoredVersion> reader) {
        try (PreparedStatement resources = connection.prepareStatement(RESOURCES);
                PreparedStatement versions = connection.prepareStatement(VERSIONS)) {
            long last = Long.MIN_VALUE;
            List<Named> page = new ArrayList<>();
            do {
                page.clear();
                last = resources(resources, last, page);
                for (Named resource : page) {
                    versions(versions, resource, reader);
                }
                // Nothing rests on one view of all: versions are only ever added.
                connection.commit();
            } while (last != Long.MIN_VALUE);
        } catch (SQLException | IOException e) {
            throw new StoreUnavailableException(
                    "Cannot read the database any further: " + StoreDatabase.firstLine(e.getMessage()), e);
        }
    }

    /** Returns the last key of the page, or the least one at the end. */
    private long resources(PreparedStatement statement, long after, List<Named> page) throws SQLException {
        statement.setLong(1, after);
        long last = Long.MIN_VALUE;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong(1);
                if (type.equals(rows.getString(2))) {
                    page.add(new Named(last, rows.getString(3)));
                }
            }
        }
        return last;
    }

    private static void versions(PreparedStatement statement, Named resource, Consumer<StoredVersion> reader)
            throws SQLException, IOException {
        long last = 0;
        List<StoredVersion> page = new ArrayList<>();
        do {
            page.clear();
            statement.setLong(1, resource.key());
            statement.setLong(2, last);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    page.add(new StoredVersion(
                            resource.id(), last, rows.getTimestamp(2).toInstant(), body(rows)));
                }
            }
            page.forEach(reader);
        } while (page.size() == VERSIONS_A_PAGE);
    }

    /** HAPI writes text, and has written compressed bytes; a deletion has neither. */
    private static Optional<String> body(ResultSet row) throws SQLException, IOException {
        String encoding = row.getString(3);
        if (encoding.equals("DEL")) {
            return Optional.empty();
        }
        String text = row.getString(4);
        if (text != null) {
            return Optional.of(text);
        }
        Blob blob = row.getBlob(5);
        byte[] bytes = blob == null ? new byte[0] : blob.getBytes(1, (int) blob.length());
        if (encoding.equals("JSONC")) {
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return Optional.of(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException gone) {
            // There is nothing that could be lost: nothing was written.
        }
    }
}
