package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
    private static HostClient client;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        application = another(NAMED);
        client = BootHost.client(application, KEYS);
    }

    /** Starts the application on the database of all of them. */
    private static ConfigurableApplicationContext another(String... settings) {
        List<String> all = new ArrayList<>(List.of(
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
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet kept = statement.executeQuery(
                        "select sum(requests) from frontdesk_shadow where rule_id = 'token.missing'")) {
            assertThat(kept.next()).isTrue();
            assertThat(kept.getInt(1)).isPositive();
        }
    }
}
