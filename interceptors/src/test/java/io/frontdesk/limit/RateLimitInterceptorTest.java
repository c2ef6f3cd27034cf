package io.frontdesk.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.answer.SecurityTold;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limit of two, on a clock that stands still. All clients have one address. */
class RateLimitInterceptorTest {

    private final GuardedServer server = GuardedServer.of(
            Contracts.core(),
            SecurityTold.BEARER,
            (guards, plain) -> guards.limitRate(plain, new RateLimit(2, 100, () -> 0)),
            "Appointment");

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer stranger() {
        return server.anonymous("GET", "/Appointment").send();
    }

    private Answer caller(String subject) {
        return server.anonymous("GET", "/Appointment")
                .token(claims -> {
                    claims.put("sub", subject);
                    claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
                })
                .send();
    }

    @Test
    void refusesTheCallerWhoAsksTooOftenAndNobodyElse() {
        assertThat(caller("anna").status()).isEqualTo(200);
        assertThat(caller("anna").status()).isEqualTo(200);

        Answer answer = caller("anna");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.rule()).isEqualTo("request.too-many");
        assertThat(answer.code()).isEqualTo("throttled");
        assertThat(answer.header("Retry-After")).contains("30");
        assertThat(answer.text()).doesNotContain("anna");
        assertThat(caller("bo").status()).isEqualTo(200);
    }

    @Test
    void countsStrangersByTheirAddress() {
        assertThat(stranger().status()).isEqualTo(401);
        assertThat(server.anonymous("GET", "/Appointment")
                        .header("Authorization", "Bearer bad")
                        .send()
                        .status())
                .isEqualTo(401);

        assertThat(stranger().status()).isEqualTo(429);
        assertThat(server.anonymous("GET", "/metadata").send().status()).isEqualTo(429);
        assertThat(server.anonymous("GET", "/Appointment")
                        .header("Authorization", "Bearer worse")
                        .send()
                        .rule())
                .isEqualTo("request.too-many");
    }

    @Test
    void letsAKnownCallerInFromAnAddressOfManyStrangers() {
        assertThat(caller("anna").status()).isEqualTo(200);
        stranger();
        stranger();
        assertThat(stranger().status()).isEqualTo(429);

        assertThat(caller("anna").status()).isEqualTo(200);
    }

    @Test
    void countsAGoodTokenForItsSubjectAndNotForTheAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(caller("caller " + i).status()).isEqualTo(200);
        }
        assertThat(stranger().status()).isEqualTo(401);
    }
}
