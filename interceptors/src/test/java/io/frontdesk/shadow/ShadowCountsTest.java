package io.frontdesk.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShadowCountsTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-09T12:00:00Z"), ZoneOffset.UTC);
    private static final Decision STALE = Decision.refuse(Refusal.of(Rule.VERSION_STALE, "", ""));
    private static final Decision NO_TOKEN = Decision.refuse(Refusal.of(Rule.TOKEN_MISSING, "", ""));
    private static final Decision NO_RIGHT = Decision.refuse(Refusal.of(Rule.ACCESS_RIGHT, "", ""));

    private final ShadowCounts counts = new ShadowCounts("core", Modes.shadow(), Optional.empty(), NOON);

    private static ServletRequestDetails of(String client) {
        ServletRequestDetails details = new ServletRequestDetails();
        Callers.set(details, new Caller.Authenticated("someone", new Claims(Map.of("client_id", client))));
        return details;
    }

    private void refuse(ServletRequestDetails details, Family family, Decision decision) {
        counts.decided(family, decision, false, 0, details);
    }

    private long requests(String rule) {
        return counts.report().counted().entrySet().stream()
                .filter(entry -> entry.getKey().rule().equals(rule))
                .mapToLong(entry -> entry.getValue().requests())
                .sum();
    }

    private long told(String rule) {
        return counts.report().counted().entrySet().stream()
                .filter(entry -> entry.getKey().rule().equals(rule))
                .mapToLong(entry -> entry.getValue().told())
                .sum();
    }

    @Test
    void countsARuleOnceInARequestHoweverOftenHapiRepeatsIt() {
        ServletRequestDetails details = of("app");

        refuse(details, Family.VERSION, STALE);
        refuse(details, Family.VERSION, STALE);

        assertThat(requests("version.stale")).isEqualTo(1);
        assertThat(requests("")).isEqualTo(1);
    }

    @Test
    void countsEveryRuleThatARequestBreaksAndTellsWhichCameFirst() {
        ServletRequestDetails details = of("app");

        refuse(details, Family.ACCESS, NO_RIGHT);
        refuse(details, Family.VERSION, STALE);

        assertThat(requests("version.stale")).isEqualTo(1);
        assertThat(told("access.right")).isEqualTo(1);
        assertThat(told("version.stale")).isZero();
    }

    /** Without a token nobody has a right: that says nothing more. */
    @Test
    void countsNoMissingRightOfSomebodyWithoutAToken() {
        ServletRequestDetails details = new ServletRequestDetails();

        refuse(details, Family.TOKEN, NO_TOKEN);
        refuse(details, Family.ACCESS, NO_RIGHT);

        assertThat(requests("token.missing")).isEqualTo(1);
        assertThat(requests("access.right")).isZero();
    }

    @Test
    void countsARequestThatNothingIsWrongWith() {
        counts.decided(Family.TOKEN, Decision.permit(), false, 0, of("app"));

        assertThat(requests("")).isEqualTo(1);
        assertThat(counts.report().json().path("refusals")).isEmpty();
    }

    @Test
    void countsNothingThatAGuardHasReallyRefused() {
        counts.decided(Family.VERSION, STALE, true, 0, of("app"));

        assertThat(requests("version.stale")).isZero();
    }

    @Test
    void losesNoneOfManyAtATime() throws InterruptedException {
        int threads = 8;
        int each = 500;
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            new Thread(() -> {
                        IntStream.range(0, each).forEach(any -> refuse(of("app"), Family.VERSION, STALE));
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(requests("version.stale")).isEqualTo(threads * each);
        assertThat(requests("")).isEqualTo(threads * each);
    }

    @Test
    void keepsTheClientsApartUntilThereAreTooMany() {
        IntStream.range(0, 500).forEach(client -> refuse(of("app-" + client), Family.VERSION, STALE));

        assertThat(counts.report().counted().keySet().stream()
                        .filter(row -> !row.ofAll())
                        .map(Row::client)
                        .distinct())
                .hasSize(201)
                .contains("app-0", "other");
        assertThat(requests("version.stale")).isEqualTo(500);
    }

    /** A token may hold anything; a log and a table may not. */
    @Test
    void namesAClientWithAnOddIdByTheLabelOfItsSubject() {
        refuse(of("a\nb"), Family.VERSION, STALE);

        assertThat(counts.report().text()).doesNotContain("a\nb").contains("subject ");
    }
}
