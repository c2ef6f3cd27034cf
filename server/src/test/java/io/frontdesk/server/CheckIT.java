package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frontdesk.server.cli.FrontdeskCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance suite of each contract, against our own server that serves it, and one that serves another. */
class CheckIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] CONTRACTS = {"core", "ehealth-dk", "fr-sas", "millennium-2019", "canvas"};
    private static final String SCOPES =
            "system/Appointment.read system/Appointment.write system/Slot.read system/Slot.write system/Schedule.write"
                    + " system/Patient.write system/Practitioner.write system/Location.write system/Encounter.write"
                    + " system/Encounter.read";

    @TempDir
    static Path folder = Path.of("");

    private static TestServer server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        server = TestServer.on("jdbc:h2:file:" + folder.resolve("desk"), CONTRACTS);
    }

    /** Returns a token of somebody who may do everything. */
    static String token(TestServer at) {
        return at.token(
                Map.of("scope", SCOPES + " user/*.*", "user_type", "SYSTEM"),
                "Appointment.*",
                "Appointment.read",
                "Appointment.write",
                "Appointment.search",
                "Patient.*",
                "Practitioner.*",
                "Location.*");
    }

    private int check(TestServer at, String base, String contract, String... more) throws IOException {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Path file = Files.writeString(folder.resolve("token.txt"), token(at) + "\n");
        List<String> words =
                new ArrayList<>(List.of("contract", "check", base, "--contract", contract, "--token", "@" + file));
        words.addAll(List.of(more));
        return new FrontdeskCli(Map.of(), settings -> 99, new PrintWriter(out), new PrintWriter(err))
                .run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ehealth-dk", "fr-sas", "millennium-2019", "canvas"})
    void passesOnOurOwnServer(String contract) throws IOException {
        int code = check(server, server.base(contract), contract);

        assertThat(code).as(out + "" + err).isZero();
        assertThat(out.toString()).contains("passed  read without a token", " 0 failed, ");
        assertThat(passed(out.toString())).isGreaterThan(60);
        assertThat(out + "" + err)
                .doesNotContain(Files.readString(folder.resolve("token.txt")).strip());
    }

    private static int passed(String report) {
        return Integer.parseInt(report.replaceAll("(?s).*: (\\d+) passed, .*", "$1"));
    }

    /** What the suite has written, refusals aside, its contract would take again. */
    @AfterAll
    static void leavesAHistoryThatTheContractWouldTakeAgain() {
        server.close();
        for (String contract : CONTRACTS) {
            StringWriter said = new StringWriter();
            int code = new FrontdeskCli(Map.of(), settings -> 99, new PrintWriter(said), new PrintWriter(said))
                    .run(
                            "contract",
                            "replay",
                            "--contract",
                            contract,
                            "--db",
                            "jdbc:h2:file:" + folder.resolve("desk"));

            assertThat(code).as(said.toString()).isZero();
        }
    }

    /** Returns the checks that failed, by name. */
    private List<String> failed(TestServer at, String base, String contract, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--json");
        int code = check(at, base, contract, words.toArray(String[]::new));

        assertThat(code).as(out + "" + err).isEqualTo(1);
        JsonNode report = JSON.readTree(out.toString());
        assertThat(report.path("checks"))
                .hasSize(report.path("passed").asInt()
                        + report.path("failed").asInt()
                        + report.path("notApplicable").asInt());
        return StreamSupport.stream(report.path("checks").spliterator(), false)
                .filter(one -> one.path("outcome").asText().equals("failed"))
                .map(one -> one.path("check").asText())
                .toList();
    }

    @Test
    void findsWhereAServerDeviates() throws IOException {
        Path freer = TestContracts.changed(
                "core",
                "freer",
                Map.of(
                        "ifMatch: required", "ifMatch: optional",
                        "fulfilled: [entered-in-error]", "fulfilled: [booked, entered-in-error]",
                        "initial: [proposed,", "initial: [noshow, proposed,",
                        "deletable: [proposed,", "deletable: [cancelled, proposed,"));
        Path told = TestContracts.changed(
                "core", "told", Map.of("dialect: rfc6585", "dialect: stu3", "bodyId: must-match", "bodyId: ignored"));
        Path kept = TestContracts.changed(
                "core",
                "kept",
                Map.of(
                        "update, patch, delete,\n              conditional-create, conditional-update, conditional-patch, conditional-delete]",
                        "update, patch,\n              conditional-create, conditional-update, conditional-patch]"));
        try (TestServer other = TestServer.start("core", freer.toString(), told.toString())) {
            assertThat(failed(other, other.base("freer"), "core"))
                    .containsExactlyInAnyOrder(
                            "a new appointment does not begin as noshow",
                            "a change without If-Match",
                            "an If-Match of any version",
                            "fulfilled -> booked",
                            "a conditional update of what is there, without If-Match",
                            "deletion of what is cancelled",
                            "deletion without If-Match");
            assertThat(out.toString())
                    .contains("The contract refuses it: The status cannot change from 'fulfilled' to 'booked'.");

            assertThat(failed(other, other.base("told"), "core"))
                    .contains(
                            "a change without If-Match",
                            "an If-Match of a version of another time",
                            "a body with another id",
                            "a body without an id");
            // Not on the shared server: what a contract keeps nobody cleans up.
            assertThat(failed(other, other.base("core"), kept.toString()))
                    .containsExactlyInAnyOrder("delete is not offered", "conditional-delete is not offered");
        }
    }

    @Test
    void passesOnCoreAndLooksForTheRightsOfFurtherTokens() throws IOException {
        String reader = server.token("Appointment.read");

        assertThat(check(server, server.base("core"), "core", "--token", "reader=" + reader, "--token", "other=opaque"))
                .as(out.toString())
                .isZero();
        assertThat(passed(out.toString())).isGreaterThan(60);
        assertThat(out.toString())
                .contains(" 0 failed, ")
                .contains("passed  update by reader", "passed  create by reader", "n/a     read by reader")
                .contains("n/a     rights of other")
                .doesNotContain(reader);

        // Somebody who may do all, told to be checked as one who may read.
        Path strict = TestContracts.changed(
                "core",
                "strict",
                "      update: [\"{type}.update\", \"{type}.write\", \"{type}.*\"]",
                "      update: [\"{type}.change\"]");
        assertThat(failed(
                        server,
                        server.base("core"),
                        strict.toString(),
                        "--token",
                        "nurse=" + server.token("Appointment.update")))
                .containsExactly("update by nurse");
    }

    @Test
    void cleansUpAfterItsLimit() throws IOException {
        assertThat(check(server, server.base("core"), "core", "--max-requests", "30"))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains("Stopped: The limit of 30 requests is reached; --max-requests allows more.");
        assertThat(living()).isEmpty();
    }

    @Test
    void cleansUpWhatNoAnswerTellsOf() throws IOException {
        HttpServer forgetful = forgetful();
        try {
            String base = "http://127.0.0.1:" + forgetful.getAddress().getPort() + "/fhir/core";

            assertThat(check(server, base, "core", "--max-requests", "30")).isEqualTo(1);
        } finally {
            forgetful.stop(0);
        }

        assertThat(out.toString())
                .contains("Stopped: The limit of 30 requests is reached", "POST Appointment", "no answer");
        assertThat(out.toString()).doesNotContain("Remains: ");
        assertThat(living()).isEmpty();
    }

    /** Hands requests on to the server, and the answers back, but for that of the second create. */
    private static HttpServer forgetful() throws IOException {
        AtomicInteger creates = new AtomicInteger();
        HttpClient client = HttpClient.newHttpClient();
        HttpServer forgetful = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        forgetful.createContext("/", exchange -> {
            try (exchange) {
                HttpResponse<byte[]> answer = client.send(handedOn(exchange), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 201
                        && exchange.getRequestURI().getPath().endsWith("/Appointment")
                        && creates.incrementAndGet() == 2) {
                    return;
                }
                for (String name : List.of("ETag", "Location", "Content-Type")) {
                    answer.headers()
                            .firstValue(name)
                            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
                }
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        forgetful.start();
        return forgetful;
    }

    private static HttpRequest handedOn(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.root() + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        for (String name : List.of("Authorization", "Accept", "Content-Type", "If-Match", "If-None-Exist")) {
            List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
            values.forEach(value -> request.header(name, value));
        }
        return request.build();
    }

    @Test
    void cleansUpWhenItIsStopped() throws IOException, InterruptedException {
        AtomicInteger code = new AtomicInteger(99);
        Thread checking = new Thread(() -> {
            try {
                code.set(check(server, server.base("core"), "core", "--pause", "20"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        checking.start();
        while (living().isEmpty() && checking.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        checking.interrupt();
        checking.join();

        assertThat(code).hasValue(1);
        assertThat(out.toString()).contains("Stopped: It was stopped.");
        assertThat(living()).isEmpty();
    }

    /** Returns the suite's appointments that are neither over nor deleted. */
    private static List<String> living() {
        Rest desk = new Rest(server.base("core"), server.token("Appointment.*"));
        JsonNode found = desk.get(
                        "Appointment?identifier=urn:frontdesk:check%7C&status=proposed,pending,booked,waitlist,arrived,"
                                + "checked-in&_count=100")
                .is(200)
                .json();
        return StreamSupport.stream(found.path("entry").spliterator(), false)
                .map(entry -> entry.at("/resource/status").asText())
                .toList();
    }
}
