package io.frontdesk.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frontdesk.caller.Claims;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostCreatesTest {

    private static final String OWN = "{\"system\":\"urn:frontdesk:check\",\"value\":\"r-1\"}";
    private static final String VISIT = "{\"resourceType\":\"Appointment\",\"identifier\":[" + OWN + "]}";
    private static final String ALL = "{\"resourceType\":\"Bundle\",\"entry\":[" + found("made", OWN) + ","
            + found("foreign", "{\"system\":\"urn:visits\",\"value\":\"r-1\"}") + "]}";

    private final Oracle oracle =
            new Oracle(new ContractReader(FhirContext::forCached).read(SourceFolder.builtIn("core")), Claims.NONE);
    private final Report report = new Report("core", "base");
    private HttpServer server;
    private Bench bench;

    private static String found(String id, String identifier) {
        return "{\"resource\":{\"resourceType\":\"Appointment\",\"id\":\"" + id
                + "\",\"meta\":{\"versionId\":\"3\"},\"identifier\":[" + identifier + "]}}";
    }

    /** Says nothing to a create, and shows all that there is to whoever searches. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", LostCreatesTest::answer);
        server.start();
        bench = new Bench(
                oracle,
                new Wire(
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        new Limits(10, Duration.ZERO, Duration.ofSeconds(20)),
                        "test"),
                report,
                "token",
                List.of());
        bench.quietly(bench.sent("GET", "metadata"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                byte[] all = ALL.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, all.length);
                exchange.getResponseBody().write(all);
            } else if (exchange.getRequestURI().getPath().equals("/Appointment/refused")) {
                exchange.sendResponseHeaders(422, -1);
            }
        }
    }

    private void create(String body) {
        bench.quietly(bench.sent("POST", "Appointment", Map.of(), body, Bench.JSON));
    }

    private String said() {
        StringWriter said = new StringWriter();
        report.print(new PrintWriter(said));
        return said.toString();
    }

    @Test
    void findsWhatHasTheIdentifierAndNothingOfSomebodyElse() {
        create(VISIT);

        assertThat(new LostCreates(bench, report).find())
                .singleElement()
                .satisfies(subject -> assertThat(subject.path()).isEqualTo("Appointment/made"))
                .satisfies(subject -> assertThat(subject.version()).isEqualTo("3"));
        assertThat(said()).doesNotContain("Remains");
    }

    @Test
    void looksForNothingWhereEachCreateIsAnswered() {
        bench.quietly(bench.sent("PUT", "Appointment/refused", Map.of(), VISIT, Bench.JSON));

        assertThat(new LostCreates(bench, report).find()).isEmpty();
        assertThat(said()).doesNotContain("Remains");
    }

    @Test
    void saysWhatCannotBeLookedFor() {
        create("{\"resourceType\":\"Appointment\"}");

        assertThat(new LostCreates(bench, report).find()).isEmpty();
        assertThat(said())
                .contains(
                        "Remains: perhaps an appointment, of which no answer to POST Appointment tells: what was sent has no"
                                + " identifier to look for.");
    }

    @Test
    void saysWhatWasNotLookedFor() {
        create(VISIT);

        new LostCreates(bench, report).remain("It was stopped.");

        assertThat(said()).contains("Remains: perhaps an appointment", ": It was stopped.");
    }
}
