package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server tells around the contracts: its own refusals, its rule ids, its headers, who gives tokens. */
class EdgeIT {

    private static final String APP = "https://app.example.org";
    private static final int MANY = 500;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.with(
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new HttpSettings(Duration.ofSeconds(10), List.of(APP), OptionalInt.of(MANY)),
                "core",
                "ehealth-dk");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Rest anybody(String contract) {
        return new Rest(server.base(contract), server.token("none"));
    }

    private static JsonNode told(JsonNode system, String rule) {
        for (JsonNode concept : system.path("concept")) {
            if (concept.path("code").asText().equals(rule)) {
                return concept;
            }
        }
        throw new AssertionError("no concept " + rule);
    }

    @ParameterizedTest
    @CsvSource({"core, 412, conflict", "ehealth-dk, 409, processing"})
    void explainsEveryRuleIdWhereTheRefusalComesFrom(String contract, int status, String type) {
        JsonNode read =
                anybody(contract).get("CodeSystem/frontdesk-refusal").is(200).json();
        JsonNode found = anybody(contract)
                .get("CodeSystem?url=urn:frontdesk:refusal")
                .is(200)
                .json();

        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/entry/0/resource/concept")).isEqualTo(read.path("concept"));
        JsonNode stale = told(read, "version.stale");
        assertThat(stale.at("/property/0/valueInteger").asInt()).isEqualTo(status);
        assertThat(stale.at("/property/1/valueCoding/code").asText()).isEqualTo(type);
        assertThat(new Rest(server.base(contract), "")
                        .get("CodeSystem/frontdesk-refusal")
                        .status())
                .isEqualTo(401);
        String rule = anybody(contract)
                .get("Appointment/1")
                .is(403)
                .issue()
                .at("/details/coding/0/code")
                .asText();
        assertThat(told(read, rule).path("definition").asText()).isNotBlank();
    }

    /** Jetty, or HAPI before any guard, ends these. */
    @ParameterizedTest
    @CsvSource({
        "GET /fhir/core/..%2fx HTTP/1.1, 400, request.invalid, invalid",
        "GET /fhir/ehealth-dk/..;/x HTTP/1.1, 400, request.invalid, processing",
        "GET /nothing HTTP/1.1, 404, request.address-unknown, not-found",
        "TRACE /fhir/core/Patient HTTP/1.1, 401, token.missing, login",
        "BREW /fhir/core/Patient HTTP/1.1, 501, update.not-offered, not-supported",
        "BREW /fhir/ehealth-dk/Patient HTTP/1.1, 501, update.not-offered, processing",
    })
    void tellsTheRuleOfWhatNeverReachesAContract(String line, int status, String rule, String type) throws IOException {
        String answer = raw(line + "\r\nHost: x\r\nConnection: close\r\nAccept: application/fhir+xml\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("Content-Type: application/fhir+xml;charset=UTF-8")
                .containsIgnoringCase("X-Request-Id: ")
                .contains("<OperationOutcome xmlns=\"http://hl7.org/fhir\">", "<code value=\"" + rule + "\"/>")
                .contains("<code value=\"" + type + "\"/>");
    }

    @Test
    void tellsAClientThatItsBodyComesTooSlowly() throws IOException {
        String answer =
                raw("POST /fhir/core/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: Bearer "
                        + server.token("Patient.*") + "\r\nContent-Type: application/fhir+json\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"code\":\"request.too-slow\"");
    }

    @Test
    void endsTheConnectionWhenItAnswersBeforeTheBodyHasCome() throws IOException {
        String answer = raw("POST /fhir/core/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("\r\nConnection: close\r\n");
    }

    @Test
    void keepsTheConnectionWhenTheWholeBodyHasCome() throws IOException {
        String refused = "POST /fhir/core/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        String answers = raw(refused + refused.replace("Host: x", "Host: x\r\nConnection: close"));

        assertThat(answers.split("HTTP/1.1 401 ", -1)).hasSize(3);
        assertThat(answers.split("(?i)Connection: close", -1)).hasSize(2);
    }

    @Test
    void keepsConditionalReadsThoughNothingIsKeptByCaches() {
        Rest desk = new Rest(server.base("core"), server.token("Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "etag")).is(201);

        Answer read = desk.get("Patient/etag").is(200).showsVersion("1");
        Answer again = desk.get("Patient/etag", "If-None-Match", read.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        for (Answer answer : List.of(read, again, desk.get("Patient/none"), desk.get("metadata"))) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }

    @ParameterizedTest
    @CsvSource({"core", "ehealth-dk"})
    void namesWhoGivesTokensInTheCapabilityStatementAndBesideIt(String contract) {
        Rest stranger = new Rest(server.base(contract), "");

        JsonNode security =
                stranger.get("metadata", "Origin", APP).is(200).json().at("/rest/0/security");
        assertThat(security.path("cors").asBoolean()).isTrue();
        assertThat(security.at("/extension/0/extension/0/valueUri").asText()).isEqualTo(server.root() + "/dev/token");
        JsonNode smart = stranger.get(".well-known/smart-configuration").is(200).json();
        assertThat(smart.path("token_endpoint").asText()).isEqualTo(server.root() + "/dev/token");
        assertThat(smart.path("capabilities").isArray()).isTrue();
    }

    @Test
    void takesAnEmptyAcceptForNone() throws IOException {
        String answer = raw("GET /fhir/core/metadata HTTP/1.1\r\nHost: x\r\nAccept:\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/fhir+json");
    }

    @Test
    void refusesACallerWhoAsksTooOften() {
        Rest busy = new Rest(server.base("ehealth-dk"), server.token(Map.of("sub", "busy"), "none"));
        Answer answer = busy.get("Appointment/1");
        for (int i = 0; i < 100 * MANY && answer.status() == 403; i++) {
            answer = busy.get("Appointment/1");
        }

        answer.refused(429, "request.too-many");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        anybody("ehealth-dk").get("Appointment/1").is(403);
    }

    private static String raw(String request) throws IOException {
        URI address = URI.create(server.root());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
