package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.observe.Observation;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever listens is told of every decision: of each guard that a request passes, and of the one that refuses it. */
class DecisionsToldTest {

    private record Told(Family family, Decision decision, long nanos, boolean ofRequest) {}

    private static final Queue<Told> TOLD = new ConcurrentLinkedQueue<>();

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        server = GuardedServer.of(
                Contracts.core(),
                Observation.by((family, decision, enforced, nanos, details) ->
                        TOLD.add(new Told(family, decision, nanos, details != null))),
                "Appointment",
                "Patient");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored("{\"resourceType\":\"Patient\",\"id\":\"p1\"}");
        server.stored(r4("a1", "booked"));
        TOLD.clear();
    }

    private static Set<Family> families() {
        return TOLD.stream().map(Told::family).collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class)));
    }

    private static List<String> refused() {
        return TOLD.stream()
                .flatMap(told -> told.decision().refusal().stream()
                        .map(refusal -> told.family().id() + " " + refusal.id()))
                .toList();
    }

    @Test
    void tellsOfEachGuardThatAnUpdatePasses() {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(families())
                .contains(
                        Family.TOKEN,
                        Family.OFFER,
                        Family.ACCESS,
                        Family.SEARCH,
                        Family.CRITERIA,
                        Family.VERSION,
                        Family.FORMAT,
                        Family.BODY,
                        Family.UPDATE,
                        Family.PREPARE,
                        Family.VALUE,
                        Family.BASE,
                        Family.OWNED,
                        Family.STATUS,
                        Family.FIELD,
                        Family.PROFILE,
                        Family.EXTENSION);
        assertThat(refused()).isEmpty();
        assertThat(TOLD).allMatch(told -> told.nanos() >= 0 && told.ofRequest());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        token token.missing         | no    | GET    | /Appointment/a1 |   |
        access access.right         | none  | GET    | /Appointment/a1 |   |
        offer update.not-offered    | clerk | GET    | /Patient/_history |  |
        version version.missing     | clerk | PUT    | /Appointment/a1 |   | arrived
        version version.stale       | clerk | PUT    | /Appointment/a1 | 7 | arrived
        status status.transition    | clerk | PUT    | /Appointment/a1 | 1 | proposed
        body body.value             | clerk | PUT    | /Appointment/a1 | 1 | unheard-of
        store request.not-found     | clerk | GET    | /Appointment/none |  |
        version version.stale       | clerk | DELETE | /Appointment/a1 | 7 |
        """)
    void tellsTheRefusalThatTheClientIsTold(
            String told, String who, String method, String path, String version, String status) {
        GuardedServer.Call call = who.equals("no")
                ? server.anonymous(method, path)
                : who.equals("none") ? server.as(List.of("Encounter.read"), method, path) : server.clerk(method, path);
        if (version != null) {
            call.ifMatch(version);
        }
        if (status != null) {
            call.json(r4("a1", status));
        }

        Answer answer = call.send();

        assertThat(refused()).containsExactly(told);
        assertThat(told).endsWith(" " + answer.rule());
    }

    /** An exception can be had from {@link Refusals} only by saying which guard has refused. */
    @Test
    void makesNoExceptionUntold() {
        for (Method method : Refusals.class.getDeclaredMethods()) {
            boolean makes = BaseServerResponseException.class.isAssignableFrom(method.getReturnType())
                    || Arrays.asList(method.getParameterTypes()).contains(Decision.class);
            if (Modifier.isPublic(method.getModifiers())
                    && makes
                    && !method.getName().equals("again")) {
                assertThat(method.getParameterTypes()).as(method.getName()).contains(Family.class);
            }
        }
        assertThat(Arrays.stream(Refusals.class.getDeclaredMethods())
                        .filter(method ->
                                Arrays.asList(method.getParameterTypes()).contains(Refusal.class))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName))
                .containsOnly("refused", "status", "text", "bare");
    }
}
