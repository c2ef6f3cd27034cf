package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.decision.Modes;
import io.frontdesk.observe.Observation;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards in shadow: a server answers and stores what it would without them, and the report says what they would have refused. */
class ShadowTest {

    private static final Modes STATUS = Modes.of("enforce", List.of("status"));

    private static GuardedServer bare;
    private static GuardedServer whole;
    private static GuardedServer status;
    private static GuardedServer version;

    @BeforeAll
    static void start() {
        bare = GuardedServer.start(Contracts.R4, new String[] {"Appointment", "Patient"}, server -> {});
        whole = shadowed(Modes.shadow());
        status = shadowed(STATUS);
        version = shadowed(Modes.of("enforce", List.of("version")));
    }

    private static GuardedServer shadowed(Modes modes) {
        ShadowCounts counts = new ShadowCounts("core", modes, Optional.empty(), Clock.systemUTC());
        return GuardedServer.of(
                Contracts.core(), new Observation(modes, Optional.of(counts)), "Appointment", "Patient");
    }

    @AfterAll
    static void stop() {
        List.of(bare, whole, status, version).forEach(GuardedServer::close);
    }

    @BeforeEach
    void store() {
        for (GuardedServer server : List.of(bare, whole, status, version)) {
            server.clear();
            server.stored("{\"resourceType\":\"Patient\",\"id\":\"p1\"}");
            server.stored(r4("a1", "fulfilled"));
        }
    }

    private static JsonNode report(GuardedServer server) {
        return server.anonymous("GET", "/frontdesk/shadow").send().json();
    }

    private static long counted(GuardedServer server, String rule) {
        long requests = 0;
        for (JsonNode line : report(server).path("refusals")) {
            requests += line.path("rule").asText().equals(rule)
                    ? line.path("requests").asLong()
                    : 0;
        }
        return requests;
    }

    private static Answer send(
            GuardedServer server, String who, String method, String path, String version, String body) {
        GuardedServer.Call call = switch (who) {
            case "nobody" -> server.anonymous(method, path);
            case "liar" -> server.anonymous(method, path).header("Authorization", "Bearer none.of.this");
            case "reader" -> server.as(List.of("Appointment.read"), method, path);
            default -> server.clerk(method, path);
        };
        if (version != null) {
            call.header("If-Match", version);
        }
        if (body != null) {
            boolean patch = method.equals("PATCH");
            call.header("Content-Type", patch ? "application/json-patch+json" : "application/fhir+json")
                    .bytes(body(body).getBytes(StandardCharsets.UTF_8));
        }
        return call.send();
    }

    private static String body(String named) {
        return switch (named) {
            case "broken" -> "{";
            case "patch" -> "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"booked\"}]";
            case "odd" -> r4("a1", "booked", "\"favouriteColour\":\"green\",");
            case "unordered" ->
                r4(
                        "a1",
                        "fulfilled",
                        "\"extension\":[{\"url\":\"urn:b\",\"valueString\":\"1\"},"
                                + "{\"url\":\"urn:a\",\"valueString\":\"2\"}],");
            case "half" -> "{\"resourceType\":\"Appointment\",\"id\":\"a1\",\"status\":\"booked\"}";
            default -> r4("a1", named);
        };
    }

    /** What an answer is, but for what differs from one server, moment and run to another. */
    private static List<String> comparable(GuardedServer server, Answer answer) {
        List<String> all = new ArrayList<>();
        all.add(String.valueOf(answer.status()));
        new TreeMap<>(answer.response().headers().map()).forEach((name, values) -> {
            if (!Set.of("date", "last-modified", "x-request-id", "content-length")
                    .contains(name)) {
                all.add(name + values);
            }
        });
        all.add(answer.body());
        return all.stream()
                .map(text -> text.replace(server.base(), "BASE")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME"))
                .map(text -> text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4} {5}")
    @CsvSource(delimiter = '|', textBlock = """
        token.missing        | nobody | GET    | /Appointment/a1     |         |
        token.invalid        | liar   | GET    | /Appointment/a1     |         |
        access.right         | reader | GET    | /Patient/p1         |         |
        access.right         | reader | PUT    | /Appointment/a1     | W/"1"   | fulfilled
        update.not-offered   | clerk  | GET    | /Patient/_history   |         |
        version.missing      | clerk  | PUT    | /Appointment/a1     |         | fulfilled
        version.malformed    | clerk  | PUT    | /Appointment/a1     | W/"x,   | fulfilled
        version.stale        | clerk  | PUT    | /Appointment/a1     | W/"9"   | fulfilled
        status.transition         | clerk  | PUT    | /Appointment/a1     | W/"1"   | booked
        status.transition         | clerk  | PATCH  | /Appointment/a1     | W/"1"   | patch
        status.undeletable   | clerk  | DELETE | /Appointment/a1     | W/"1"   |
        status.initial       | clerk  | POST   | /Appointment        |         | fulfilled
        body.malformed       | clerk  | PUT    | /Appointment/a1     | W/"1"   | broken
        body.element         | clerk  | PUT    | /Appointment/a1     | W/"1"   | odd
        base.required        | clerk  | PUT    | /Appointment/a1     | W/"1"   | half
                             | clerk  | GET    | /Appointment?colour=green |    |
                             | clerk  | PUT    | /Appointment/a1     | W/"1"   | unordered
                             | clerk  | GET    | /Appointment/a1     |         |
                             | clerk  | GET    | /Appointment/none   |         |
                             | clerk  | GET    | /metadata           |         |
                             | nobody | OPTIONS | /metadata          |         |
        """)
    void wholeContractChangesNothingAndCounts(
            String rule, String who, String method, String path, String version, String body) {
        long before = rule == null ? 0 : counted(whole, rule);

        Answer without = send(bare, who, method, path, version, body);
        Answer with = send(whole, who, method, path, version, body);

        assertThat(comparable(whole, with)).isEqualTo(comparable(bare, without));
        assertThat(whole.versions("Appointment")).isEqualTo(bare.versions("Appointment"));
        if (!method.equals("DELETE") && !method.equals("POST")) {
            assertThat(whole.now("Appointment/a1").replaceAll("T[0-9:.+]+", ""))
                    .isEqualTo(bare.now("Appointment/a1").replaceAll("T[0-9:.+]+", ""));
        }
        boolean hapiRefusedIt = "body.malformed".equals(rule);
        if (rule != null && !hapiRefusedIt) {
            assertThat(counted(whole, rule)).isEqualTo(before + 1);
        }
    }

    @Test
    void oneFamilyInShadowLetsPassWhatAllOthersPermit() {
        long before = counted(status, "status.transition");

        assertThat(send(status, "clerk", "PUT", "/Appointment/a1", "W/\"1\"", "booked")
                        .status())
                .isEqualTo(200);
        assertThat(send(status, "clerk", "PUT", "/Appointment/a1", null, "fulfilled")
                        .rule())
                .isEqualTo("version.missing");
        assertThat(send(status, "nobody", "GET", "/Appointment/a1", null, null).rule())
                .isEqualTo("token.missing");

        assertThat(status.now("Appointment/a1")).contains("\"status\":\"booked\"");
        assertThat(counted(status, "status.transition")).isEqualTo(before + 1);
        assertThat(counted(status, "version.missing")).isZero();
    }

    /** HAPI is given the header that the guards keep to themselves otherwise, and does with it what it does. */
    @Test
    void versionsInShadowAreHapisBusiness() {
        assertThat(send(version, "clerk", "PUT", "/Appointment/a1", "W/\"1\"", "fulfilled")
                        .status())
                .isEqualTo(200);
        assertThat(send(version, "clerk", "PUT", "/Appointment/a1", null, "fulfilled")
                        .status())
                .isEqualTo(200);
        assertThat(send(version, "clerk", "PATCH", "/Appointment/a1", null, "patch")
                        .rule())
                .isEqualTo("status.transition");
        assertThat(send(version, "clerk", "PUT", "/Appointment/a1", "W/\"1\"", "fulfilled")
                        .status())
                .isEqualTo(send(bare, "clerk", "PUT", "/Appointment/a1", "W/\"9\"", "fulfilled")
                        .status());

        assertThat(counted(version, "version.missing")).isEqualTo(2);
        // The provider of this server pays no heed to the header.
        assertThat(version.versions("Appointment")).isEqualTo(4);
    }

    /** A request that an enforced guard refuses in the end is one that the guard in shadow would have refused before. */
    @Test
    void countsWhatAnotherGuardRefusesAfterwards() {
        long before = counted(status, "status.transition");
        String backwards = r4("a1", "booked").replace("T09:20:00", "T08:20:00");

        Answer answer = status.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(backwards)
                .send();

        assertThat(answer.rule()).isEqualTo("base.invariant");
        assertThat(counted(status, "status.transition")).isEqualTo(before + 1);
    }

    @Test
    void reportNamesRuleGuardClientAndInteractionAndHowManyRequestsThereWere() {
        send(whole, "clerk", "PUT", "/Appointment/a1", null, "booked");
        JsonNode report = report(whole);

        assertThat(report.path("mode").asText()).isEqualTo("shadow");
        assertThat(report.path("counts").asText()).isEqualTo("of this process");
        assertThat(report.path("requests").elements().next().asLong()).isPositive();
        List<String> lines = new ArrayList<>();
        report.path("refusals")
                .forEach(line -> lines.add(
                        line.path("rule").asText() + " " + line.path("guard").asText() + " "
                                + line.path("interaction").asText()));
        assertThat(lines).contains("version.missing version update", "status.transition status update");
        assertThat(report.toString()).doesNotContain("p1").doesNotContain("none.of.this");
    }

    @Test
    void reportIsATableForPeople() {
        send(whole, "nobody", "GET", "/Appointment/a1", null, null);

        String table = whole.anonymous("GET", "/frontdesk/shadow")
                .header("Accept", "text/plain")
                .send()
                .body();

        assertThat(Arrays.stream(table.split("\n")))
                .anyMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d +\\d+ +token\\.missing +- +anonymous .*"));
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For, 203.0.113.7", "Forwarded, for=203.0.113.7", "Via, 1.1 proxy"})
    void reportIsForNobodyBehindAProxy(String header, String value) {
        Answer answer = whole.anonymous("GET", "/frontdesk/shadow")
                .header(header, value)
                .send();

        assertThat(answer.status())
                .isEqualTo(bare.anonymous("GET", "/frontdesk/shadow").send().status());
        assertThat(answer.body()).doesNotContain("refusals");
    }

    @Test
    void withoutAShadowThereIsNoReport() {
        assertThat(bare.anonymous("GET", "/frontdesk/shadow").send().body()).doesNotContain("refusals");
    }
}
