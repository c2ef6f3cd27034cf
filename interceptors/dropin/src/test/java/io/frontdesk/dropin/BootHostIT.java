package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.dropin.HostClient.Answer;
import io.frontdesk.host.HostSettingsReader;
import io.frontdesk.jpa.Beat;
import io.frontdesk.jpa.HapiJpa;
import io.frontdesk.jpa.JpaHost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring Boot application on Tomcat and PostgreSQL that is guarded because the jar is on its class path, and for no other
 * reason.
 */
class BootHostIT extends JpaGuardMatrix {

    static final String NAMED = "--custom-interceptor-classes=io.frontdesk.jpa.FrontdeskInterceptor";

    private static final HostKeys KEYS = new HostKeys();
    private static EmbeddedPostgres postgres;
    private static ConfigurableApplicationContext application;
    private static String first;
    private static HostClient client;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        application = on("update", NAMED);
        first = ask("select node from frontdesk_node where node <> ''");
        client = BootHost.client(application, KEYS);
    }

    /** Starts the application once more, on the same database. */
    private static ConfigurableApplicationContext another(String... settings) {
        return on("none", settings);
    }

    /**
     * @param schema what Hibernate does with HAPI's tables
     */
    private static ConfigurableApplicationContext on(String schema, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--schema=" + schema,
                "--postgres=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--frontdesk.issuer=" + HostKeys.ISSUER,
                "--frontdesk.jwks=" + KEYS.published()));
        all.addAll(List.of(settings));
        return BootHost.run(all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        application.close();
        postgres.close();
    }

    @Override
    HostClient client() {
        return client;
    }

    @Test
    void aStrangersTokenIsNoToken() {
        assertThat(client.anonymous(
                                "GET",
                                "/Appointment",
                                "",
                                "Authorization",
                                "Bearer " + new HostKeys().token(List.of("Appointment.*")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theHostsOwnMetersCountTheGuards() {
        MeterRegistry meters = application.getBean(MeterRegistry.class);
        double before = refusals(meters);
        client.anonymous("GET", "/Appointment", "");

        assertThat(refusals(meters)).isEqualTo(before + 1);
        assertThat(meters.find("frontdesk.decisions")
                        .tags("contract", "core", "guard", "token", "outcome", "refuse")
                        .timer())
                .isNotNull()
                .satisfies(timer -> assertThat(timer.count()).isPositive());
    }

    private static double refusals(MeterRegistry meters) {
        Counter counter = meters.find("frontdesk.refusals")
                .tags("contract", "core", "guard", "token", "rule", "token.missing", "mode", "enforce")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** The host keeps its searches and pages them; HAPI counts what it has found before anybody looks at it. */
    @Test
    void pagesTellPatientsOfTheirOwnAlone() {
        String mine = "m" + System.nanoTime();
        for (String patient : List.of(mine, "others")) {
            client.anonymous("PUT", "/Patient/" + patient, "{\"resourceType\":\"Patient\",\"id\":\"" + patient + "\"}");
            for (int i = 0; i < 3; i++) {
                assertThat(client.as(
                                        List.of("Appointment.*"),
                                        "POST",
                                        "/Appointment",
                                        ("{\"resourceType\":\"Appointment\",\"status\":\"proposed\",\"description\":\"%s\","
                                                        + "\"participant\":[{\"actor\":{\"reference\":\"Patient/%s\"},"
                                                        + "\"status\":\"needs-action\"}]}")
                                                .formatted(mine, patient))
                                .status())
                        .isEqualTo(201);
            }
        }
        String token = KEYS.token("\"scope\":\"patient/Appointment.rs\",\"patient\":\"" + mine + "\"");

        List<String> seen = new ArrayList<>();
        String next = "/Appointment?_count=2";
        while (!next.isEmpty()) {
            JsonNode page = client.anonymous("GET", next, "", "Authorization", "Bearer " + token)
                    .json();
            assertThat(page.path("total").asInt(-1)).as(page.toString()).isIn(-1, 3);
            page.path("entry")
                    .forEach(entry -> seen.add(
                            entry.at("/resource/participant/0/actor/reference").asText()));
            next = "";
            for (JsonNode link : page.path("link")) {
                if ("next".equals(link.path("relation").asText())) {
                    next = link.path("url").asText().substring(client.base().length());
                }
            }
        }
        assertThat(seen).hasSize(3).allMatch(("Patient/" + mine)::equals);
    }

    /** The database decides, whichever host is asked; and a host that may serve no more refuses what concerns the contract alone. */
    @Test
    void twoHostsOnOneDatabaseAreNodes() throws Exception {
        try (var host = another()) {
            HostClient second = BootHost.client(host, KEYS);
            people();
            for (int round = 0; round < 3; round++) {
                String wanted = appointment("", "booked");
                AtomicInteger turn = new AtomicInteger();

                List<Answer> told = atOnce(() ->
                        (turn.incrementAndGet() % 2 == 0 ? client : second).as(CLERK, "POST", "/Appointment", wanted));

                assertThat(told)
                        .extracting(Answer::status)
                        .containsOnlyOnce(201)
                        .allMatch(status -> status < 500);
            }
            var otherContract = HostSettingsReader.read(Map.of("contract", "millennium-2019", "callers", "principal"));
            assertThatThrownBy(() -> JpaHost.guard(List.of(), HapiJpa.of(host), otherContract))
                    .hasMessageContaining("served with another contract by 2 nodes")
                    .hasMessageContaining("frontdesk.contract-mismatch=warn");

            // As if it had been away for long, and others had come with another contract.
            String shown = second.as(CLERK, "POST", "/Appointment", appointment("", "booked"))
                    .id();
            say("insert into frontdesk_node (node, contract, seen) select 'other', 'another', seen from frontdesk_node"
                    + " order by seen desc limit 1");
            say("delete from frontdesk_node where node not in ('', 'other', '" + first + "')");
            Beat.of(host);

            for (String address : List.of("/Appointment/" + shown, "/Appointment?_summary=count")) {
                assertThat(second.as(CLERK, "GET", address, "").rule()).isEqualTo("server.unavailable");
            }
            assertThat(second.as(CLERK, "POST", "", transaction(appointment("", "booked")))
                            .status())
                    .isEqualTo(503);
            assertThat(second.as(CLERK, "GET", "/Patient?_id=p1&_revinclude=Appointment:patient", "")
                            .status())
                    .isEqualTo(503);
            assertThat(second.anonymous("GET", "/Patient/p1", "").status()).isEqualTo(200);
            assertThat(clerk("GET", "/Appointment/" + shown, "").status()).isEqualTo(200);
        } finally {
            say("delete from frontdesk_node where node = 'other'");
        }
    }

    private static String transaction(String appointment) {
        return """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"request":{"method":"POST","url":"Appointment"},"resource":%s}]}
            """.formatted(appointment);
    }

    private static void say(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** One start shows both: without the settings nothing starts, and it is told which one is missing. */
    @Test
    void withoutAnIssuerTheHostDoesNotStart() {
        assertThatThrownBy(() -> BootHost.run().close()).hasStackTraceContaining("frontdesk.issuer is not set");
    }

    /** As if nobody were there, but that it is counted, and kept when the host stops. */
    @Test
    void inShadowNothingIsRefusedAndAllIsReported() throws SQLException {
        try (var host = another("--frontdesk.mode=shadow")) {
            HostClient watched = BootHost.client(host, KEYS);
            String appointment = "{\"resourceType\":\"Appointment\",\"status\":\"fulfilled\",\"participant\":["
                    + "{\"actor\":{\"display\":\"Anybody\"},\"status\":\"accepted\"}]}";

            assertThat(watched.anonymous("POST", "/Appointment", appointment).status())
                    .isEqualTo(201);
            assertThat(watched.as(List.of("Appointment.*"), "POST", "/Appointment", appointment)
                            .status())
                    .isEqualTo(201);
            assertThat(watched.anonymous("GET", "/frontdesk/shadow", "").body()).contains("token.missing", "status.");
        }
        assertThat(ask("select sum(requests) from frontdesk_shadow where rule_id = 'token.missing'"))
                .isNotNull();
        // It has left as well, so that nobody has to wait for its end.
        assertThat(ask("select count(*) from frontdesk_node where node <> ''")).isEqualTo("1");
    }
}
