package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Modes;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.ServerSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus finds at a started server. */
class MetricsIT {

    private static Launched launched;
    private static Rest clients;
    private static Rest operations;

    @BeforeAll
    static void start() {
        launched = new Launcher(new GuardedEndpoints(), Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("core"),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty()),
                        Optional.empty(),
                        HttpSettings.USUAL,
                        LogFormat.TEXT,
                        Modes.enforce(),
                        OptionalInt.of(0)));
        clients = new Rest(launched.base(), "");
        operations = new Rest(
                "http://127.0.0.1:" + launched.server().operationsPort().getAsInt(), "");
    }

    @AfterAll
    static void stop() {
        launched.close();
    }

    private static double value(String metrics, String beginning) {
        return metrics.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void measuresGuardsPoolsJvmAndHttp() {
        clients.get("fhir/Appointment/nobody-may-see").is(401);
        String metrics = operations.get("metrics").is(200).text();

        assertThat(
                        value(
                                metrics,
                                "frontdesk_refusals_total{contract=\"core\",guard=\"token\",mode=\"enforce\",rule=\"token.missing\"}"))
                .isPositive();
        assertThat(value(
                        metrics,
                        "frontdesk_decisions_seconds_count{contract=\"core\",guard=\"token\",outcome=\"refuse\"}"))
                .isPositive();
        assertThat(value(metrics, "frontdesk_http_requests_seconds_count{status=\"4xx\"}"))
                .isPositive();
        assertThat(metrics)
                .contains("frontdesk_decisions_seconds_bucket{contract=\"core\",guard=\"status\",outcome=\"permit\"")
                .contains("frontdesk_http_active")
                .contains("hikaricp_connections_active{pool=\"frontdesk-core\"}")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("nobody-may-see");
        assertThat(operations.get("metrics").header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void operationsAreApartFromFhir() {
        assertThat(operations.get("health/ready").status()).isEqualTo(200);
        assertThat(operations.get("fhir/metadata").status()).isEqualTo(404);
        assertThat(operations.get("dev/token").status()).isEqualTo(404);
    }

    /** At the clients' port this machine alone may read, and nobody through a proxy. */
    @Test
    void clientsReadNoMeasurements() {
        assertThat(clients.get("metrics").status()).isEqualTo(200);
        assertThat(clients.get("metrics", "X-Forwarded-For", "203.0.113.7").status())
                .isEqualTo(404);
    }
}
