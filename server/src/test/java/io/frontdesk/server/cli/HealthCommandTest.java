package io.frontdesk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.FrontdeskServer;
import io.frontdesk.server.http.SmartSupport;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.tls.ServerTls;
import io.frontdesk.server.tls.TestAuthority;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks servers that are ready, that are not, and that are not there. */
class HealthCommandTest {

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void saysThatAServerIsReadyWhereverItListens() throws IOException {
        try (var server = server(Optional.empty())) {
            environment.put("FRONTDESK_HOST", "0.0.0.0");

            assertThat(run("health", "--port", port(server))).as(err.toString()).isZero();
            assertThat(out.toString()).contains("\"status\":\"up\"", "\"core\":\"up\"");
        }
    }

    @Test
    void saysWhichStoreIsAwayAndThatTheProcessLives() throws IOException {
        try (var server = server(Optional.empty())) {
            ready.set(false);

            assertThat(run("health", "--port", port(server))).isEqualTo(1);
            assertThat(err.toString()).contains("\"core\":\"down\"");
            assertThat(run("health", "--live", "--port", port(server))).isZero();
        }
    }

    @Test
    void readsWhereTheServerIsAsTheServerDoes() throws IOException {
        try (var server = server(Optional.empty())) {
            var config = Files.writeString(folder.resolve("frontdesk.yaml"), "port: " + server.port());

            assertThat(run("health", "--config", config.toString())).isZero();
            environment.put("FRONTDESK_PORT", port(server));
            assertThat(run("health")).isZero();
        }
    }

    @Test
    void takesTheServersOwnCertificate() throws IOException {
        var tls = tls();
        try (var server = server(Optional.of(tls))) {
            environment.put("FRONTDESK_TLS_CERTIFICATE", tls.certificate().toString());

            assertThat(run("health", "--port", port(server))).as(err.toString()).isZero();
        }
    }

    @Test
    void saysThatItHasNoClientCertificateToShow() {
        environment.put("FRONTDESK_TLS_CERTIFICATE", "server.pem");
        environment.put("FRONTDESK_CLIENT_CERTIFICATES", "ca.pem");
        environment.put("FRONTDESK_CLIENT_CERTIFICATES_MODE", "required");

        assertThat(run("health")).isEqualTo(2);
        assertThat(err.toString()).contains("client certificate", "/health/ready");
    }

    @Test
    void saysThatNothingIsThere() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }

        assertThat(run("health", "--port", String.valueOf(free))).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(":" + free + "/health/ready", "started");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(run("health", "--port", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--port").doesNotContain("Exception");
    }

    private int run(String... words) {
        return new FrontdeskCli(environment, settings -> 9, new PrintWriter(out, true), new PrintWriter(err, true))
                .run(words);
    }

    private static String port(FrontdeskServer server) {
        return String.valueOf(server.port());
    }

    private TlsSettings tls() {
        var authority = new TestAuthority("Clinic CA");
        var own = authority.issue("elsewhere", "DNS:elsewhere.example.org");
        return new TlsSettings(
                TestAuthority.write(folder.resolve("server.pem"), own.certificate()),
                Optional.of(TestAuthority.writeKey(folder.resolve("key.pem"), own)),
                Optional.empty(),
                Optional.empty());
    }

    private FrontdeskServer server(Optional<TlsSettings> tls) throws IOException {
        var server = new FrontdeskServer("127.0.0.1", 0, HttpSettings.USUAL, tls.map(ServerTls::new));
        server.start(
                List.of(new Endpoint(
                        "core",
                        "R4",
                        "2026-01-01",
                        new Nothing(),
                        Map.of(),
                        new Refusals(FhirContext.forR4Cached(), AnswerPolicy.standard()),
                        RequestIdForm.HEX,
                        SmartSupport.NONE,
                        ready::get,
                        () -> {})),
                Map.of(),
                Optional.empty());
        return server;
    }

    /** Serves no FHIR: health is asked elsewhere. */
    private static final class Nothing extends HttpServlet {

        private static final long serialVersionUID = 1;
    }
}
