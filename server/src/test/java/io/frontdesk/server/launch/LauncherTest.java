package io.frontdesk.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.caller.SubjectLabel;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.SmartSupport;
import io.frontdesk.server.identity.Provider;
import io.frontdesk.server.log.JsonLines;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.token.UnusableKeysException;
import io.frontdesk.token.Verdict;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LauncherTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private final AtomicReference<String> closedWhileRunning = new AtomicReference<>("");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger requestLog = (Logger) LoggerFactory.getLogger("io.frontdesk.request");
    private final ServerSettings settings = settings(new IdentitySettings.Development(Optional.of("frontdesk")));
    private Launched launched;

    @BeforeEach
    void launch() {
        requestLog.setLevel(Level.INFO);
        requestLog.setAdditive(false);
        lines.start();
        requestLog.addAppender(lines);
        launched = new Launcher(this::open, Clock.systemUTC()).launch(settings);
    }

    @AfterEach
    void stop() {
        mayLeave.countDown();
        launched.close();
        requestLog.detachAppender(lines);
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir, one",
        "/fhir/, one",
        "/fhir/Patient/1, one",
        "/fhir/one/Patient, one",
        "/fhir/two, two",
        "/fhir/two/Patient, two",
        "/fhir/twofold, one",
    })
    void servesTheFirstContractAtFhirAndEachUnderItsName(String path, String name) throws Exception {
        assertThat(get(path).body()).startsWith(name + " ");
    }

    @Test
    void refusesAnAddressThatIsNothing() throws Exception {
        var answer = get("/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("request.address-unknown", "/fhir").doesNotContain("jetty");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void saysWhetherItLivesAndWhetherEveryStoreAnswers() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).contains("\"one\":\"up\",\"two\":\"up\"");

        ready.set(false);

        var answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"one\":\"up\",\"two\":\"down\"");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/other").statusCode()).isEqualTo(404);
    }

    @Test
    void givesTokensThatItTakesItself() throws Exception {
        var answer =
                token("role=Appointment.read&role=Appointment.update&scope=a+b&claims=%7B%22sub%22%3A%22dr-7%22%7D");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).contains("\"token_type\":\"Bearer\"", "\"expires_in\":3600");
        assertThat(get("/fhir/Patient", "Authorization", "Bearer " + accessToken(answer))
                        .body())
                .isEqualTo("one dr-7 [Appointment.read, Appointment.update] a b");
    }

    @Test
    void publishesItsKeyAndWhereItIs() throws Exception {
        assertThat(get("/dev/jwks").body()).contains("\"kty\":\"EC\"").doesNotContain("\"d\"");
        assertThat(get("/dev/.well-known/openid-configuration").body().replace("\\/", "/"))
                .contains("\"issuer\":\"" + launched.base() + "/dev\"", launched.base() + "/dev/jwks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roles=x",
                "role=",
                "scope=a&scope=b",
                "claims=hello",
                "claims=[]",
                "claims=%7B%22iss%22%3A%22x%22%7D",
                "claims=%7B%22exp%22%3A1%7D",
                "claims=%7B%22iat%22%3A1%7D",
                "claims=%7B%22sub%22%3A1%7D",
                "role=x&claims=%7B%22realm_access%22%3A1%7D",
                "role=%zz",
            })
    void givesNoTokenForABadForm(String form) throws Exception {
        var answer = token(form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":\"invalid_request\"", "error_description");
    }

    @Test
    void givesNoTokenThatIsTooLongToSend() throws Exception {
        assertThat(token("role=" + "x".repeat(13_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void givesTokensToFormsOnly() throws Exception {
        assertThat(get("/dev/token").statusCode()).isEqualTo(405);
        var json = request("/dev/token")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"x\"}"));
        assertThat(CLIENT.send(json.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
        assertThat(raw("POST /dev/token HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void answersWithTheRequestIdOfTheClientOrItsOwn() throws Exception {
        assertThat(get("/fhir", "X-Request-ID", "abc-1.2_3").headers().allValues("X-Request-Id"))
                .containsExactly("abc-1.2_3");
        assertThat(get("/fhir", "X-Request-ID", "x".repeat(64)).headers().allValues("X-Request-Id"))
                .containsExactly("x".repeat(64));
        for (var odd : List.of("a b", "<script>", "x".repeat(65), "a\u00e6")) {
            assertThat(get("/fhir", "X-Request-Id", odd).headers().firstValue("X-Request-Id"))
                    .get()
                    .asString()
                    .matches("[0-9a-f]{32}");
        }
    }

    @Test
    void logsNeitherValuesNorTokens() throws Exception {
        var token = accessToken(token("role=Geheim"));
        get("/fhir/Patient?name=Hansen&birthdate=ge1950&0101501234&_id%0A=x", "Authorization", "Bearer " + token);
        get("/fhir/Patient/1", "X-Request-Id", "abc");
        get("/fhir;access_token=" + token + "/Patient/2;name=Hansen");

        await(4);
        var log = String.join(
                "\n",
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        assertThat(log)
                .contains("GET /fhir/Patient?name&birthdate&_ 200 ")
                .contains(SubjectLabel.of("dev-user"))
                .containsPattern("GET /fhir/Patient/1 200 \\d+ms abc -")
                .contains("GET /fhir/Patient/2 ")
                .containsPattern("POST /dev/token 200 \\d+ms [0-9a-f]{32} -")
                .doesNotContain("Hansen", "1950", "0101501234", "Geheim", token, "dev-user");
    }

    @Test
    void logsEachRequestAsAnObjectOfItsOwnWhenAsked() throws Exception {
        get("/fhir/Patient?name=Hansen", "X-Request-Id", "abc");

        await(1);
        var encoder = new JsonLines();
        encoder.start();
        var line = new String(encoder.encode(lines.list.get(0)), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n").doesNotContain("Hansen");
        var json = new ObjectMapper().readTree(line);
        assertThat(json.path("method").asText()).isEqualTo("GET");
        assertThat(json.path("path").asText()).isEqualTo("/fhir/Patient");
        assertThat(json.path("parameters").asText()).isEqualTo("?name");
        assertThat(json.path("status").isInt()).isTrue();
        assertThat(json.path("milliseconds").isNumber()).isTrue();
        assertThat(json.path("request").asText()).isEqualTo("abc");
        assertThat(json.path("subject").asText()).isEqualTo("-");
        assertThat(json.path("message").asText())
                .startsWith("GET /fhir/Patient?name ")
                .endsWith(" abc -");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /fhir/%zz HTTP/1.1, 400, invalid, request.invalid",
        "GET /fhir/..%2fx HTTP/1.1, 400, invalid, request.invalid",
        "GET /fhir HTTX, 505, not-supported, request.http-version",
        "GET /fhir/LONG HTTP/1.1, 414, too-long, request.address-too-long",
        "DELETE /health/live HTTP/1.1, 405, not-supported, update.not-offered",
        "GET /health/other HTTP/1.1, 404, not-found, request.address-unknown",
    })
    void tellsWhatJettyRefusesAsAnOperationOutcome(String line, int status, String code, String rule) throws Exception {
        var answer = raw(line.replace("LONG", "x".repeat(20_000)) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"resourceType\":\"OperationOutcome\"", "\"code\":\"" + code + "\"", "X-Request-Id")
                .contains("\"system\":\"urn:frontdesk:refusal\",\"code\":\"" + rule + "\"")
                .contains("Content-Type: application/fhir+json;charset=UTF-8", "X-Content-Type-Options: nosniff")
                .doesNotContainIgnoringCase("jetty", "exception");
    }

    @Test
    void refusesHeadersThatAreTooLarge() throws Exception {
        assertThat(raw("GET /fhir HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("OperationOutcome", "too-long", "request.headers-too-large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nothing | application/fhir+xml | xml",
                "/nothing | application/fhir+json;q=0.5, text/xml | xml",
                "/nothing | application/fhir+xml;q=0.5, application/json | json",
                "/nothing | text/html, */* | json",
                "/nothing?_format=xml | application/fhir+json | xml",
                "/nothing?_format=json | application/fhir+xml | json",
                "/fhir/..%2fx | application/fhir+xml | xml",
                "/fhir/two/..;/x | application/fhir+xml | xml",
            })
    void tellsWhatJettyRefusesInTheFormatThatWasAskedFor(String path, String accept, String format) throws Exception {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: " + accept + "\r\n\r\n");

        assertThat(answer)
                .contains("Content-Type: application/fhir+" + format)
                .contains(
                        format.equals("xml")
                                ? "<OperationOutcome xmlns=\"http://hl7.org/fhir\">"
                                : "{\"resourceType\":\"OperationOutcome\"");
    }

    @Test
    void showsNothingOfAnExceptionOrOfItsMaker() throws Exception {
        var answer = get("/fhir/fail");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("OperationOutcome").doesNotContain("geheim", "Exception", "at ");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(get("/fhir").headers().firstValue("X-Powered-By")).isEmpty();
        assertThat(get("/fhir").headers().allValues("Date")).hasSize(1);
    }

    @Test
    void letsARunningRequestFinishAndClosesTheStoresOnlyThen() throws Exception {
        var slow = CLIENT.sendAsync(request("/fhir/slow").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        var stopping = CompletableFuture.runAsync(launched::close);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        if (get("/health/ready").statusCode() == 503) {
                            throw new IOException("refused politely");
                        }
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                })
                .as("no new request")
                .isInstanceOf(IOException.class);
        // Longer than any idle connection may hold up the stop.
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(stopping).isNotDone();
        assertThat(closed).hasValue(0);
        mayLeave.countDown();

        assertThat(slow.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        stopping.get(10, TimeUnit.SECONDS);
        assertThat(closed).hasValue(2);
        assertThat(closedWhileRunning).hasValue("");
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var taken = new ServerSettings(
                    settings.contracts(), "127.0.0.1", other.getLocalPort(), settings.database(), settings.identity());
            var opened = new AtomicInteger();

            assertThatThrownBy(() -> new Launcher(
                                    (contract, s, verifier, provider) -> {
                                        opened.incrementAndGet();
                                        return open(contract, s, verifier, provider);
                                    },
                                    Clock.systemUTC())
                            .launch(taken))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("--port");
            assertThat(opened).as("stores opened in vain").hasValue(0);
        }
    }

    @Test
    void closesWhatItOpenedWhenAnotherContractFails() {
        var launcher = new Launcher(
                (contract, s, verifier, provider) -> {
                    if (contract.equals("two")) {
                        throw new IllegalArgumentException("two is broken");
                    }
                    return open(contract, s, verifier, provider);
                },
                Clock.systemUTC());

        assertThatThrownBy(() -> launcher.launch(settings)).hasMessage("two is broken");
        assertThat(closed).hasValue(1);
    }

    @Test
    void needsNoProviderToStartButKeysThatCanBeRead() {
        var away =
                settings(new IdentitySettings.OpenId("http://127.0.0.1:1/realm", Optional.empty(), Optional.empty()));
        try (var openId = new Launcher(this::open, Clock.systemUTC()).launch(away)) {
            assertThat(Banner.lines(away, openId, Duration.ofSeconds(3)))
                    .anyMatch(line -> line.contains("http://127.0.0.1:1/realm"))
                    .anyMatch(line -> line.endsWith("/fhir/metadata"));
        }
        var unreadable = settings(
                new IdentitySettings.OpenId("https://idp.test", Optional.empty(), Optional.of("/no/such/file")));
        assertThatThrownBy(() -> new Launcher(this::open, Clock.systemUTC()).launch(unreadable))
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void printsACommandThatWorksAsItStands() throws Exception {
        var banner = Banner.lines(settings, launched, Duration.ofMillis(4_321));

        assertThat(banner).contains("Frontdesk is ready after 4.3 s.");
        assertThat(banner.get(1)).contains(launched.base() + "/fhir", "one", "R4");
        var process =
                new ProcessBuilder("sh", "-c", banner.get(banner.size() - 1).strip()).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("one dev-user [Appointment.*] ");
    }

    private static ServerSettings settings(IdentitySettings identity) {
        return new ServerSettings(
                List.of("one", "two"),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                identity);
    }

    private Endpoint open(String contract, ServerSettings ignored, TokenVerifier verifier, Provider provider) {
        return new Endpoint(
                contract,
                "R4",
                "2026-01-01",
                new Echo(contract, verifier),
                Map.of(),
                new Refusals(FhirContext.forR4Cached(), AnswerPolicy.standard()),
                RequestIdForm.HEX,
                SmartSupport.NONE,
                () -> contract.equals("one") || ready.get(),
                () -> {
                    if (entered.getCount() == 0 && mayLeave.getCount() > 0) {
                        closedWhileRunning.set(contract);
                    }
                    closed.incrementAndGet();
                });
    }

    private void await(int count) throws InterruptedException {
        for (int i = 0; i < 100 && lines.list.size() < count; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private HttpResponse<String> token(String form) throws IOException, InterruptedException {
        var request = request("/dev/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String accessToken(HttpResponse<String> answer) {
        return answer.body().replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(launched.base() + path));
    }

    private String raw(String request) throws IOException {
        var address = URI.create(launched.base());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            // Else the server may wait for another request.
            socket.setSoTimeout(request.contains("Connection: close") ? 30_000 : 2_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            var buffer = new byte[8_192];
            try {
                for (int n = socket.getInputStream().read(buffer);
                        n > 0;
                        n = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException ended) {
                // A server that refuses early may reset the connection, or keep it open for another request.
                answer.append("");
            }
            return answer.toString();
        }
    }

    /** Says whose endpoint it is and who asks. */
    private final class Echo extends HttpServlet {

        private static final long serialVersionUID = 1;
        private final String name;
        private final transient TokenVerifier verifier;

        Echo(String name, TokenVerifier verifier) {
            this.name = name;
            this.verifier = verifier;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.addHeader("X-Powered-By", "geheim");
            response.addHeader("Date", "geheim");
            if (String.valueOf(request.getPathInfo()).equals("/fail")) {
                throw new IllegalStateException("geheim");
            }
            if (String.valueOf(request.getPathInfo()).equals("/slow")) {
                entered.countDown();
                try {
                    mayLeave.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            var verdict = verifier.verify(Collections.list(request.getHeaders("Authorization")));
            var who = "";
            if (verdict instanceof Verdict.Accepted accepted) {
                var caller = accepted.caller();
                request.setAttribute(SubjectLabel.ATTRIBUTE, SubjectLabel.of(caller.subject()));
                who = caller.subject() + " "
                        + caller.claims().texts("realm_access.roles").stream()
                                .sorted()
                                .toList()
                        + " " + caller.claims().text("scope").orElse("");
            }
            response.getOutputStream().print(name + " " + who);
        }
    }
}
