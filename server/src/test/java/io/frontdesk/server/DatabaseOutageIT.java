package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.PoolSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away, hangs, and comes back, while the server runs. */
class DatabaseOutageIT {

    private static final int AWAIT_SECONDS = 60;
    private static final PoolSettings SHORT = new PoolSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(2));

    @TempDir
    Path folder = Path.of("");

    @Test
    void survivesARestartOfPostgres() throws Exception {
        int port = freePort();
        EmbeddedPostgres first = postgres(port);
        try (TestServer server = server(first.getJdbcUrl("postgres", "postgres"))) {
            Rest desk = desk(server);
            ObjectNode patient = Rest.fixture("patient.json").put("id", "anna");
            desk.put(patient).is(201);
            assertThat(ready(server).status()).isEqualTo(200);

            first.close();
            unavailable(desk.get("Patient/anna"));
            unavailable(desk.get("Patient?_id=anna"));
            unavailable(desk.put(patient.put("gender", "female"), "If-Match", "W/\"1\""));
            assertThat(ready(server).is(503).text()).contains("\"core\":\"down\"");
            new Rest(server.root() + "/health", "").get("live").is(200);

            EmbeddedPostgres second = postgres(port);
            try (second) {
                awaitReady(server);
                assertThat(desk.get("Patient/anna").is(200).version()).isEqualTo("1");
                assertThat(desk.put(patient, "If-Match", "W/\"1\"").is(200).version())
                        .isEqualTo("2");
            }
        }
    }

    @Test
    void refusesInBoundedTimeWhatAHangingDatabaseDoesNotAnswer() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestServer server = server(postgres.getJdbcUrl("postgres", "postgres"))) {
            Rest desk = desk(server);
            ObjectNode patient = Rest.fixture("patient.json").put("id", "anna");
            desk.put(patient).is(201);
            try (Connection holder = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("lock table frontdesk_core.hfj_resource in access exclusive mode");

                // Two of these hold the two connections until the database gives up; the others get none.
                var refused = IntStream.range(0, 6)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> desk.get("Patient/anna")))
                        .toList();
                for (var one : refused) {
                    unavailable(one.get(AWAIT_SECONDS, TimeUnit.SECONDS));
                }
                unavailable(desk.put(patient.put("gender", "female")));
                holder.rollback();
            }
            awaitReady(server);
            assertThat(desk.get("Patient/anna").is(200).version()).isEqualTo("1");
            desk.put(patient).is(200);
        }
    }

    private static void unavailable(Answer answer) {
        answer.refused(503, "server.unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    private static Answer ready(TestServer server) {
        return new Rest(server.root() + "/health", "").get("ready");
    }

    private static void awaitReady(TestServer server) throws InterruptedException {
        for (int i = 0; i < AWAIT_SECONDS * 10; i++) {
            if (ready(server).status() == 200) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the store does not come back");
    }

    private static Rest desk(TestServer server) {
        return new Rest(server.base("core"), server.token("Patient.*"));
    }

    private static TestServer server(String url) {
        return TestServer.with(
                new DatabaseSettings(url, Optional.empty(), Optional.empty(), SHORT), HttpSettings.USUAL, "core");
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
