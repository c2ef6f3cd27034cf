package io.frontdesk.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.SmartSupport;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do to the server, and what their browsers may. A client has half a second. */
class HttpEdgeTest {

    private static final String APP = "https://app.example.org";
    private static final int AWAIT_SECONDS = 60;
    private static final int MANY = 150;

    private final CountDownLatch gaveUp = new CountDownLatch(1);
    private final Launched launched = new Launcher(
                    (contract, settings, verifier, provider) -> new Endpoint(
                            contract,
                            "R4",
                            "2026-01-01",
                            new Echo(),
                            Map.of(),
                            new Refusals(FhirContext.forR4Cached(), AnswerPolicy.standard()),
                            RequestIdForm.HEX,
                            new SmartSupport(List.of("user/Appointment.rs"), List.of("permission-v2")),
                            () -> true,
                            () -> {}),
                    Clock.systemUTC())
            .launch(new ServerSettings(
                    List.of("one"),
                    "127.0.0.1",
                    0,
                    new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                    new IdentitySettings.Development(Optional.empty()),
                    Optional.empty(),
                    new HttpSettings(Duration.ofMillis(500), List.of(APP), OptionalInt.empty())));
    private final URI address = URI.create(launched.base());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        launched.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /fhir/one HTTP/1.1\r\nHost: x\r\nX: ",
                "POST /fhir/one HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc",
                "POST /fhir/one HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
                "GET /fhir/one HTTP/1.1\r\nHost: x\r\n\r\nPOST /fhir/one HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
            })
    void leavesAClientThatFallsSilentOrSendsAByteNowAndThen(String beginning) throws Exception {
        try (var silent = connected(beginning);
                var trickling = connected(beginning)) {
            awaitClosed(silent, "");
            awaitClosed(trickling, "a");
        }
        assertThat(get("/fhir/one").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesAClientThatDoesNotReadItsAnswer(boolean aByteNowAndThen) throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress(address.getHost(), address.getPort()));
            socket.getOutputStream()
                    .write("GET /fhir/one/big HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            boolean left = false;
            for (int i = 0; i < AWAIT_SECONDS * 20 && !left; i++) {
                left = gaveUp.await(50, TimeUnit.MILLISECONDS);
                if (aByteNowAndThen && !left) {
                    readByte(socket);
                }
            }
            assertThat(left).as("the server has stopped writing").isTrue();
        }
    }

    @Test
    void answersOthersAgainAfterMoreSlowClientsThanItHasThreads() throws Exception {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < MANY; i++) {
                slow.add(connected("POST /fhir/one HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc"));
            }
            assertThat(get("/fhir/one").statusCode()).isEqualTo(200);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void waitsForAClientThatIsSlowButSteady() throws Exception {
        var part = "x".repeat(8_192);
        int parts = 15;
        try (var socket = connected("POST /fhir/one HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + part.length() * parts + "\r\n\r\n")) {
            for (int i = 0; i < parts; i++) {
                TimeUnit.MILLISECONDS.sleep(60);
                socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
            }
            socket.setSoTimeout(AWAIT_SECONDS * 1_000);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("read " + part.length() * parts);
        }
    }

    @Test
    void letsAProgramOfANamedOriginAskWithoutAToken() throws Exception {
        var preflight = raw("OPTIONS /fhir/one/Appointment/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: " + APP
                + "\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: if-match\r\n\r\n");

        assertThat(preflight)
                .startsWith("HTTP/1.1 200 ")
                .contains("Access-Control-Allow-Origin: " + APP, "Vary: Origin")
                .containsPattern("Access-Control-Allow-Methods: .*PATCH")
                .containsPattern("Access-Control-Allow-Headers: .*If-Match")
                .containsPattern("Access-Control-Allow-Headers: .*Prefer")
                .doesNotContain("Access-Control-Allow-Credentials");

        assertThat(raw("GET /fhir/one HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: " + APP + "\r\n\r\n"))
                .contains("Access-Control-Allow-Origin: " + APP)
                .containsPattern("Access-Control-Expose-Headers: .*ETag")
                .containsPattern("Access-Control-Expose-Headers: .*X-Request-Id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "https://app.example.org.evil.test",
                "https://appXexample.org",
                "http://app.example.org",
                "null"
            })
    void letsNoOtherOriginIn(String origin) throws Exception {
        assertThat(raw("OPTIONS /fhir/one HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: " + origin
                        + "\r\nAccess-Control-Request-Method: PUT\r\n\r\n"))
                .doesNotContain("Access-Control-Allow");
        assertThat(raw("GET /fhir/one HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: " + origin + "\r\n\r\n"))
                .doesNotContain("Access-Control-Allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/one", "/fhir/one/fail", "/nothing", "/health/live", "/dev/jwks", "/dev/nothing"})
    void tellsBrowsersToDoNothingWithAnAnswer(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
        assertThat(headers.firstValue("Strict-Transport-Security"))
                .as("over http")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir", "/fhir/one"})
    void tellsAnybodyWhoGivesTheTokens(String base) throws Exception {
        var answer = get(base + "/.well-known/smart-configuration");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body().replace("\\/", "/"))
                .contains(
                        "\"issuer\":\"" + launched.base() + "/dev\"",
                        "\"jwks_uri\":\"" + launched.base() + "/dev/jwks\"",
                        "\"token_endpoint\":\"" + launched.base() + "/dev/token\"",
                        "\"grant_types_supported\":[\"client_credentials\"]",
                        "\"scopes_supported\":[\"user/Appointment.rs\"]",
                        "\"capabilities\":[\"permission-v2\"]")
                .doesNotContain("authorization_endpoint", "client-confidential");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(launched.base() + path))
                .timeout(Duration.ofSeconds(AWAIT_SECONDS))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Socket connected(String beginning) throws IOException {
        var socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String raw(String request) throws IOException {
        try (var socket = connected(request)) {
            socket.setSoTimeout(AWAIT_SECONDS * 1_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Waits until the server has closed the connection, and sends a text now and then meanwhile. */
    private static void awaitClosed(Socket socket, String nowAndThen) throws IOException {
        for (int i = 0; i < AWAIT_SECONDS * 20; i++) {
            try {
                socket.getOutputStream().write(nowAndThen.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException closed) {
                return;
            }
            if (readByte(socket) == -1) {
                return;
            }
        }
        throw new AssertionError("the connection is still open");
    }

    /** Returns -1 when the server has closed the connection, something else when it has not. */
    private static int readByte(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException nothingYet) {
            return 0;
        } catch (IOException closed) {
            return -1;
        }
    }

    /** Reads what is sent, and writes more than fits into buffers. */
    private final class Echo extends HttpServlet {

        private static final long serialVersionUID = 1;
        private static final int BIG = 64 * 1024 * 1024;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (String.valueOf(request.getPathInfo()).equals("/fail")) {
                throw new IllegalStateException("geheim");
            }
            if (String.valueOf(request.getPathInfo()).equals("/big")) {
                big(response);
            }
        }

        private void big(HttpServletResponse response) throws IOException {
            var part = new byte[64 * 1024];
            try {
                for (int written = 0; written < BIG; written += part.length) {
                    response.getOutputStream().write(part);
                }
            } catch (IOException ended) {
                gaveUp.countDown();
                throw ended;
            }
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("read " + request.getInputStream().readAllBytes().length);
        }
    }
}
