package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.cli.FrontdeskCli;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which writes of the past a changed contract would have refused, over databases that the server itself has filled. */
class ReplayIT {

    private static final String TO_COME = """
            fields:
              - rule: to-come
                element: start
                must: "start > now()"
                text: "The visit has begun."
                remedy: "Create a new one."

            extensions:
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    private int replay(Map<String, String> environment, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all =
                Stream.concat(Stream.of("contract", "replay"), Stream.of(words)).toArray(String[]::new);
        return new FrontdeskCli(environment, settings -> 99, new PrintWriter(out), new PrintWriter(err)).run(all);
    }

    private static ObjectNode appointment(String id, String status) {
        ObjectNode body = Rest.fixture("/io/frontdesk/profiles/core/examples/valid/appointment-booked.json");
        body.put("status", status).put("comment", "a secret of the patient");
        body.withArray("participant").remove(1);
        if (!id.isEmpty()) {
            body.put("id", id);
        }
        return body;
    }

    /** Two visits: one that came to its end, and one that was deleted. Returns their ids. */
    private static String[] history(TestServer server) {
        Rest desk = new Rest(server.base("core"), server.token("Appointment.*", "Patient.*"));
        desk.send(
                        "PUT",
                        "Patient/701",
                        "{\"resourceType\": \"Patient\", \"id\": \"701\"}",
                        "Content-Type",
                        "application/json")
                .is(201);
        String one = desk.post(appointment("", "pending")).is(201).id();
        desk.put(appointment(one, "booked"), "If-Match", "W/\"1\"").is(200);
        desk.put(appointment(one, "arrived"), "If-Match", "W/\"2\"").is(200);
        desk.patch(
                        "Appointment/" + one,
                        "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"fulfilled\"}]",
                        "If-Match",
                        "W/\"3\"")
                .is(200);
        String two = desk.post(appointment("", "booked")).is(201).id();
        desk.send("DELETE", "Appointment/" + two, "", "If-Match", "W/\"1\"").is(200);
        desk.put(appointment(two, "pending"), "If-None-Match", "*").is(201);
        return new String[] {one, two};
    }

    @Test
    void findsInAnH2FileWhatAChangedContractWouldHaveRefused() throws IOException, SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("desk");
        String[] ids;
        try (TestServer server = TestServer.on(url, "core")) {
            ids = history(server);
        }
        try (Connection database = DriverManager.getConnection(url + "-core")) {
            plant(database, ids[0]);
        }
        Map<String, String> before = bytes();

        int none = replay(Map.of(), "--contract", "core", "--db", url);
        assertThat(none).as(out + "" + err).isZero();
        assertThat(out.toString())
                .startsWith("core would have refused 0 of 7 writes.\n")
                .contains("Not judged, because");

        Path stricter = TestContracts.changed(
                "core",
                "stricter",
                Map.of("pending: [booked, waitlist,", "pending: [waitlist,", "extensions:\n", TO_COME));
        assertThat(replay(Map.of("FRONTDESK_DB", url), "--contract", stricter.toString(), "--stored-as", "core"))
                .isEqualTo(1);
        assertThat(out.toString().lines().limit(3))
                .containsExactly(
                        "Appointment/" + ids[0]
                                + "/_history/2  2026-01-02T03:04:05Z  status.transition  Appointment.status"
                                + "  422 The status cannot change from 'pending' to 'booked'.",
                        "Appointment/" + ids[0] + "/_history/3  2026-06-02T03:04:05Z  field.to-come  Appointment.start"
                                + "  422 The visit has begun.",
                        "");
        assertThat(out.toString())
                .contains("stricter would have refused 2 of 7 writes.\n  1  field.to-come\n  1  status.transition\n")
                .doesNotContain("secret", "701");

        Path kept = TestContracts.changed(
                "core",
                "kept",
                Map.of(
                        "update, patch, delete,\n              conditional-create, conditional-update, conditional-patch, conditional-delete]\n      unknownId: refuse",
                        "update, patch]\n      unknownId: refuse"));
        assertThat(replay(Map.of(), "--contract", kept.toString(), "--stored-as", "core", "--db", url))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("Appointment/" + ids[1] + "/_history/2", "  1  update.not-offered\n")
                .contains("would have refused 1 of 7");

        assertThat(documented(stricter, url)).isEqualTo(1);
        assertThat(out.toString()).contains("stricter would have refused 2 of 7 writes.");

        assertThat(err.toString()).isEmpty();
        assertThat(bytes()).isEqualTo(before);
    }

    /** Runs the command of the documentation, with our folders in place of its own. */
    private int documented(Path contract, String url) throws IOException {
        String command = Files.readString(Path.of("docs/operation.md"))
                .lines()
                .filter(line -> line.startsWith("    frontdesk contract replay "))
                .findFirst()
                .orElseThrow();
        return replay(
                Map.of(),
                command.strip()
                        .substring("frontdesk contract replay ".length())
                        .replace("./stricter", contract.toString())
                        .replace("jdbc:h2:file:./frontdesk", url)
                        .split(" "));
    }

    /** Writes of another time, one of them packed as HAPI once did, and a version that is gone. */
    private static void plant(Connection database, String id) throws SQLException, IOException {
        try (PreparedStatement when =
                database.prepareStatement("update hfj_res_ver set res_updated = ? where res_ver = ?"
                        + " and res_id = (select res_id from hfj_resource where fhir_id = ?)")) {
            for (int version = 1; version <= 4; version++) {
                // The visit begins in March 2026. What was stored in version 4 is as old as the visit is to come.
                when.setTimestamp(
                        1,
                        Timestamp.from(Instant.parse(version == 3 ? "2026-06-02T03:04:05Z" : "2026-01-02T03:04:05Z")));
                when.setInt(2, version);
                when.setString(3, id);
                assertThat(when.executeUpdate()).isOne();
            }
        }
        String text;
        try (PreparedStatement old = database.prepareStatement("select res_text_vc from hfj_res_ver where res_ver = 2"
                + " and res_id = (select res_id from hfj_resource where fhir_id = ?)")) {
            old.setString(1, id);
            try (ResultSet row = old.executeQuery()) {
                assertThat(row.next()).isTrue();
                text = row.getString(1);
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        try (PreparedStatement pack = database.prepareStatement(
                "update hfj_res_ver set res_text_vc = null, res_text = ?, res_encoding = 'JSONC' where res_ver = 2"
                        + " and res_id = (select res_id from hfj_resource where fhir_id = ?)")) {
            pack.setBytes(1, packed.toByteArray());
            pack.setString(2, id);
            assertThat(pack.executeUpdate()).isOne();
        }
        try (Statement others = database.createStatement()) {
            others.execute("update hfj_res_ver set res_updated = timestamp '2026-01-02 03:04:05'"
                    + " where res_type = 'Appointment' and res_updated > timestamp '2026-06-03 00:00:00'");
        }
    }

    private Map<String, String> bytes() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void readsPostgresqlAsSomebodyWhoMayReadAlone() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
            String[] ids;
            try (TestServer server = TestServer.on(postgres.getJdbcUrl("postgres", "postgres"), "core")) {
                ids = history(server);

                try (Connection owner = postgres.getPostgresDatabase().getConnection();
                        Statement statement = owner.createStatement()) {
                    statement.execute("create role reader login password 'only'");
                    statement.execute("grant usage on schema frontdesk_core to reader");
                    statement.execute("grant select on all tables in schema frontdesk_core to reader");
                    owner.setSchema("frontdesk_core");
                    packAsLargeObject(owner, ids[0]);
                }
                Map<String, String> before = rows(postgres);
                Map<String, String> reader = Map.of("FRONTDESK_DB_PASSWORD", "only");

                int none = replay(reader, "--contract", "core", "--db", url, "--db-user", "reader");
                assertThat(none).as(out + "" + err).isZero();
                assertThat(out.toString()).startsWith("core would have refused 0 of 7 writes.\n");

                Path stricter =
                        TestContracts.changed("core", "stricter", "pending: [booked, waitlist,", "pending: [waitlist,");
                assertThat(replay(
                                reader,
                                "--contract",
                                stricter.toString(),
                                "--stored-as",
                                "core",
                                "--db",
                                url,
                                "--db-user",
                                "reader"))
                        .isEqualTo(1);
                assertThat(out.toString())
                        .startsWith("Appointment/" + ids[0] + "/_history/2  ")
                        .contains("1 of 7 writes");

                assertThat(rows(postgres)).isEqualTo(before);
            }
        }
    }

    private static void packAsLargeObject(Connection database, String id) throws SQLException {
        try (PreparedStatement pack = database.prepareStatement("update hfj_res_ver set res_text_vc = null,"
                + " res_text = lo_from_bytea(0, convert_to(res_text_vc, 'UTF8')) where res_ver = 3"
                + " and res_id = (select res_id from hfj_resource where fhir_id = ?) returning res_text")) {
            pack.setString(1, id);
            try (ResultSet row = pack.executeQuery()) {
                assertThat(row.next()).isTrue();
                try (Statement grant = database.createStatement()) {
                    grant.execute("grant select on large object " + row.getLong(1) + " to reader");
                }
            }
        }
    }

    private static Map<String, String> rows(EmbeddedPostgres postgres) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement tables = owner.createStatement();
                Statement sums = owner.createStatement();
                ResultSet table =
                        // The server says every few seconds that it is there.
                        tables.executeQuery("select table_schema || '.' || quote_ident(table_name)"
                                + " from information_schema.tables where table_name <> 'frontdesk_node'"
                                + " and table_schema not in ('pg_catalog', 'information_schema')")) {
            while (table.next()) {
                String name = table.getString(1);
                try (ResultSet sum = sums.executeQuery(
                        "select count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' order by t::text)), '') from "
                                + name + " t")) {
                    assertThat(sum.next()).isTrue();
                    rows.put(name, sum.getString(1));
                }
            }
        }
        return rows;
    }

    @Test
    void saysWhatIsWrongWithTheDatabaseAndWhatToDo() throws IOException {
        String url = "jdbc:h2:file:" + folder.resolve("desk");
        try (TestServer server = TestServer.on(url, "core")) {
            assertThat(server.root()).isNotEmpty();
        }
        // As a server of another process holds it.
        try (FileChannel file = FileChannel.open(folder.resolve("desk-core.mv.db"), StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(replay(Map.of(), "--contract", "core", "--db", url)).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("Cannot read the database " + url)
                    .contains("An H2 file is read while no server uses it.");
        }
        Map<String, String> before = bytes();

        assertThat(replay(Map.of(), "--contract", "canvas", "--db", url)).isEqualTo(2);
        assertThat(err.toString()).contains("for store canvas", "--stored-as");

        assertThat(replay(Map.of(), "--contract", "ehealth-dk", "--stored-as", "core", "--db", url))
                .isEqualTo(2);
        assertThat(err.toString()).contains("holds for store core R4 by HAPI", "and the contract is for DSTU3");

        assertThat(replay(Map.of(), "--contract", "core")).isEqualTo(2);
        assertThat(err.toString()).contains("in memory has no history");

        assertThat(replay(Map.of(), "--contract", "core", "--db", "jdbc:h2:file:" + folder.resolve("none")))
                .isEqualTo(2);
        assertThat(replay(Map.of(), "--contract", "core", "--db", url, "--stored-as", "../core"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is no name of a contract");
        assertThat(replay(Map.of(), "--contract", folder.resolve("none").toString(), "--db", url))
                .isEqualTo(2);
        assertThat(replay(Map.of(), "--contract", "core", "--db", "jdbc:postgresql://127.0.0.1:1/none?password=secret"))
                .isEqualTo(2);
        assertThat(err.toString()).doesNotContain("secret");
        assertThat(replay(Map.of(), "--db", url)).isEqualTo(2);
        assertThat(err.toString()).contains("--contract");

        assertThat(out.toString()).isEmpty();
        assertThat(bytes()).isEqualTo(before);
    }
}
