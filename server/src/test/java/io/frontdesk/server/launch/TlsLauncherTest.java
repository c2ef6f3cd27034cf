package io.frontdesk.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.SmartSupport;
import io.frontdesk.server.identity.Provider;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.tls.TestAuthority;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.token.Verdict;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes nothing but client certificates. */
class TlsLauncherTest {

    private final TestAuthority authority = new TestAuthority("Clinic CA");

    @TempDir
    private Path folder;

    private ServerSettings settings;
    private Launched launched;

    @BeforeEach
    void launch() {
        var server = authority.issue("localhost", "DNS:localhost", "IP:127.0.0.1");
        settings = new ServerSettings(
                List.of("one"),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new IdentitySettings.CertificatesOnly(),
                Optional.of(new TlsSettings(
                        TestAuthority.write(folder.resolve("server.pem"), server.certificate()),
                        Optional.of(TestAuthority.writeKey(folder.resolve("key.pem"), server)),
                        Optional.empty(),
                        Optional.of(new TlsSettings.ClientCertificates(
                                TestAuthority.write(folder.resolve("ca.pem"), authority.certificate()), true)))),
                HttpSettings.USUAL);
        launched = new Launcher(this::open, Clock.systemUTC()).launch(settings);
    }

    @AfterEach
    void stop() {
        launched.close();
    }

    @Test
    void knowsTheCallerByTheCertificate() throws Exception {
        var client = authority.client(authority.issue("monitor-7", "DNS:monitor.example.org"));

        assertThat(get(client, "/fhir/Patient").body()).isEqualTo("https CN=monitor-7 [DNS:monitor.example.org]");
    }

    @Test
    void takesNoTokenAndGivesNone() throws Exception {
        var client = authority.client(authority.issue("monitor-7", "DNS:monitor.example.org"));

        assertThat(get(client, "/fhir", "Authorization", "Bearer a.b.c").body()).isEqualTo("https token.invalid");
        assertThat(get(client, "/dev/jwks").statusCode()).isEqualTo(404);
    }

    @Test
    void turnsAwayWhoHasNone() {
        assertThatThrownBy(() -> get(authority.client(), "/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void saysNothingToWhoSpeaksNoTls() throws IOException {
        var address = URI.create(launched.base());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /fhir HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
    }

    @Test
    void saysWhereItIsAndWhoseCertificatesCount() {
        var banner = Banner.lines(settings, launched, Duration.ofSeconds(1));

        assertThat(banner.get(1))
                .contains("https://127.0.0.1:" + URI.create(launched.base()).getPort() + "/fhir ");
        assertThat(banner)
                .anyMatch(line -> line.contains("client certificates of") && line.endsWith("ca.pem, required"));
        assertThat(banner).noneMatch(line -> line.contains("/dev/token"));
    }

    private HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(launched.base() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Endpoint open(String contract, ServerSettings ignored, TokenVerifier verifier, Provider none) {
        return new Endpoint(
                contract,
                "R4",
                "2026-01-01",
                new Echo(verifier),
                Map.of(),
                new Refusals(FhirContext.forR4Cached(), AnswerPolicy.standard()),
                RequestIdForm.HEX,
                SmartSupport.NONE,
                () -> true,
                () -> {});
    }

    /** Says how the caller came and who that is. */
    private static final class Echo extends HttpServlet {

        private static final long serialVersionUID = 1;
        private final transient TokenVerifier verifier;

        Echo(TokenVerifier verifier) {
            this.verifier = verifier;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var chain = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
            var verdict = verifier.verify(Collections.list(request.getHeaders("Authorization")), Optional.of(chain[0]));
            var who = verdict instanceof Verdict.Accepted accepted
                    ? accepted.caller().subject() + " "
                            + accepted.caller().claims().texts("certificate.san")
                    : ((Verdict.Refused) verdict).why().rule().id();
            response.getOutputStream().print(request.getScheme() + " " + who);
        }
    }
}
