package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application that is guarded because the jar is on its class path, and for no other reason. */
class BootHostIT extends GuardMatrix {

    private static final String NAMED = "--custom-interceptor-classes=io.frontdesk.jpa.FrontdeskInterceptor";

    private static final HostKeys KEYS = new HostKeys();
    private static ConfigurableApplicationContext application;
    private static HostClient client;

    @BeforeAll
    static void start() {
        application = run(NAMED, "--frontdesk.issuer=" + HostKeys.ISSUER, "--frontdesk.jwks=" + KEYS.published());
        client = client(application);
    }

    private static ConfigurableApplicationContext run(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                // HAPI JPA needs both, and the starter sets both.
                "--spring.main.allow-circular-references=true",
                "--spring.main.allow-bean-definition-overriding=true"));
        all.addAll(List.of(settings));
        return SpringApplication.run(BootHost.class, all.toArray(String[]::new));
    }

    private static HostClient client(ConfigurableApplicationContext host) {
        int port = ((ServletWebServerApplicationContext) host).getWebServer().getPort();
        return new HostClient(
                "http://127.0.0.1:" + port + "/fhir",
                (request, roles) -> request.header("Authorization", "Bearer " + KEYS.token(roles)));
    }

    @AfterAll
    static void stop() {
        application.close();
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

    /** One start shows both: without the settings nothing starts, and it is told which one is missing. */
    @Test
    void withoutAnIssuerTheHostDoesNotStart() {
        assertThatThrownBy(() -> run().close()).hasStackTraceContaining("frontdesk.issuer is not set");
    }

    @Test
    void namedToAHostThatFindsNothingByItselfItGuardsFromTheFirstRequestOn() {
        try (var host = run(
                NAMED,
                "--frontdesk.issuer=" + HostKeys.ISSUER,
                "--frontdesk.jwks=" + KEYS.published(),
                "--spring.autoconfigure.exclude=io.frontdesk.jpa.boot.FrontdeskAutoConfiguration")) {
            assertThat(client(host).anonymous("GET", "/Appointment", "").status())
                    .isEqualTo(401);
        }
    }
}
