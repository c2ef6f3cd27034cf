package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Part;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import io.frontdesk.testing.OwnProvider;
import io.frontdesk.token.Issuer;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract core on a server whose providers call no hooks and compare no versions: every guard stands before them. */
class PlainServerTest {

    private static final OwnProvider<IBaseResource> APPOINTMENTS = OwnProvider.of(Contracts.R4, "Appointment");
    private static final OwnProvider<IBaseResource> PATIENTS = OwnProvider.of(Contracts.R4, "Patient");
    private static final String HALF_PAST = "\"end\":\"2026-03-09T09:20:00+01:00\"";

    private static GuardedServer server;

    /** A system provider that would carry out bundles. */
    public static final class Transactions {

        @Transaction
        public Bundle transaction(@TransactionParam Bundle sent) {
            APPOINTMENTS.called.add("transaction");
            return sent;
        }
    }

    static TokenVerifier tokens() {
        return new TokenVerifier(
                new ImmutableJWKSet<>(Issuer.publicKeys()),
                TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE)),
                Issuer.CLOCK);
    }

    @BeforeAll
    static void start() {
        server = GuardedServer.over(Contracts.R4, List.of(APPOINTMENTS, PATIENTS, new Transactions()), plain -> {
            plain.setPagingProvider(new FifoMemoryPagingProvider(10));
            PlainServer.guard(
                    plain,
                    Contracts.core(),
                    Part.named("booking,slots,references"),
                    tokens(),
                    Set::of,
                    BodyLimits.standard());
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        APPOINTMENTS.clear();
        PATIENTS.clear();
        APPOINTMENTS.put(parsed(r4("a1", "booked")));
    }

    private static IBaseResource parsed(String json) {
        return Contracts.R4.newJsonParser().parseResource(json);
    }

    private static void assertNothingHappened() {
        assertThat(APPOINTMENTS.called).doesNotContain("update", "create", "delete", "patch", "transaction");
        assertThat(APPOINTMENTS.now(Contracts.R4, "a1")).contains("\"status\":\"booked\"");
    }

    private static Answer put(String version, String json) {
        return server.clerk("PUT", "/Appointment/a1")
                .ifMatch(version)
                .json(json)
                .send();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        token.missing     | 401 |       | W/"1" | arrived
        access.right      | 403 | none  | W/"1" | arrived
        version.missing   | 428 | clerk |       | arrived
        version.malformed | 400 | clerk | abc   | arrived
        version.stale     | 412 | clerk | W/"7" | arrived
        status.transition | 422 | clerk | W/"1" | proposed
        """)
    void refusesBeforeTheOwnersMethod(String rule, int status, String who, String ifMatch, String to) {
        GuardedServer.Call call = who == null
                ? server.anonymous("PUT", "/Appointment/a1")
                : who.equals("none")
                        ? server.as(List.of("Patient.read"), "PUT", "/Appointment/a1")
                        : server.clerk("PUT", "/Appointment/a1");
        if (ifMatch != null) {
            call.header("If-Match", ifMatch);
        }

        Answer answer = call.json(r4("a1", to)).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingHappened();
    }

    @Test
    void storesAnUpdateOfTheCurrentVersionAndTellsTheNext() {
        Answer answer = put("1", r4("a1", "arrived"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).contains("W/\"2\"");
        assertThat(APPOINTMENTS.now(Contracts.R4, "a1")).contains("\"status\":\"arrived\"");
        assertThat(put("1", r4("a1", "fulfilled")).rule()).isEqualTo("version.stale");
        assertThat(put("2", r4("a1", "fulfilled")).status()).isEqualTo(200);
    }

    @Test
    void tellsTheProviderWhichVersionWasJudged() {
        put("1", r4("a1", "arrived"));
        server.clerk("DELETE", "/Appointment/a1").ifMatch("9").send();
        APPOINTMENTS.put(parsed(r4("a1", "booked")));
        server.clerk("DELETE", "/Appointment/a1").ifMatch("1").send();
        server.clerk("PUT", "/Appointment/a1").json(r4("a1", "booked")).send();

        assertThat(APPOINTMENTS.given).containsExactly("1", "1");
    }

    @Test
    void refusesAnUnknownIdAndAnEndBeforeTheStart() {
        Answer unknown = server.clerk("PUT", "/Appointment/zz")
                .ifMatch("1")
                .json(r4("zz", "booked"))
                .send();
        Answer ends = put("1", r4("a1", "arrived").replace(HALF_PAST, "\"end\":\"2026-03-09T08:20:00+01:00\""));

        assertThat(unknown.rule()).isEqualTo("update.unknown-id");
        assertThat(ends.status()).as(ends.body()).isEqualTo(422);
        assertNothingHappened();
    }

    @Test
    void createsUnderAnIdOfTheOwnersAndRefusesAnEndedBeginning() {
        Answer created =
                server.clerk("POST", "/Appointment").json(r4("mine", "booked")).send();
        Answer begun =
                server.clerk("POST", "/Appointment").json(r4("fulfilled")).send();

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(APPOINTMENTS.has("mine")).isFalse();
        assertThat(created.header("Location").orElseThrow()).endsWith("/_history/1");
        assertThat(begun.rule()).isEqualTo("status.initial");
        assertThat(APPOINTMENTS.size()).isEqualTo(2);
    }

    @Test
    void deletesTheCurrentVersionOnly() {
        assertThat(server.clerk("DELETE", "/Appointment/a1").send().rule()).isEqualTo("version.missing");
        assertThat(server.clerk("DELETE", "/Appointment/a1").ifMatch("7").send().rule())
                .isEqualTo("version.stale");
        assertNothingHappened();

        assertThat(server.clerk("DELETE", "/Appointment/a1").ifMatch("1").send().status())
                .isIn(200, 204);
        assertThat(APPOINTMENTS.has("a1")).isFalse();
        assertThat(server.clerk("DELETE", "/Appointment/a1").ifMatch("1").send().status())
                .isEqualTo(404);
        assertThat(APPOINTMENTS.called).containsExactly("delete");
    }

    @Test
    void keepsWhatTookPlace() {
        APPOINTMENTS.put(parsed(r4("f1", "fulfilled")));

        assertThat(server.clerk("DELETE", "/Appointment/f1").ifMatch("1").send().rule())
                .isEqualTo("status.undeletable");
        assertThat(APPOINTMENTS.has("f1")).isTrue();
    }

    @Test
    void bringsBackWhatWasDeletedWhereTheContractLetsIt() {
        server.clerk("DELETE", "/Appointment/a1").ifMatch("1").send();

        Answer back = server.clerk("PUT", "/Appointment/a1")
                .json(r4("a1", "booked"))
                .header("If-None-Match", "*")
                .send();

        assertThat(back.status()).as(back.body()).isIn(200, 201);
        assertThat(APPOINTMENTS.has("a1")).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
        PUT    | /Appointment?status=booked     | send the change to its id
        PATCH  | /Appointment?status=booked     | send the change to its id
        DELETE | /Appointment?status=booked     | send the change to its id
        POST   | /                              | Send each request by itself
        GET    | /Appointment/a1/_history       | Read the resource
        """)
    void closesWhatNobodyCanJudgeAndSaysWhatToDo(String method, String path, String remedy) {
        GuardedServer.Call call = server.clerk(method, path).ifMatch("1");

        Answer answer = (method.equals("PATCH") ? call.patch("[]") : call.json(r4("a1", "arrived"))).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        assertThat(answer.rule()).isEqualTo("update.not-offered");
        assertThat(answer.text()).contains(remedy);
        assertThat(APPOINTMENTS.called).doesNotContain("history", "own");
        assertNothingHappened();
    }

    @Test
    void closesAConditionalCreateAndOperationsThatTheContractDoesNotList() {
        Answer conditional = server.clerk("POST", "/Appointment")
                .header("If-None-Exist", "status=booked")
                .json(r4("booked"))
                .send();
        Answer own = server.as(List.of("Appointment.*", "Appointment$own"), "GET", "/Appointment/a1/$own")
                .send();

        assertThat(conditional.rule()).isEqualTo("update.not-offered");
        assertThat(conditional.text()).contains("create it if there is none");
        assertThat(own.rule()).isEqualTo("update.not-offered");
        assertThat(APPOINTMENTS.called).isEmpty();
    }

    @Test
    void saysInItsCapabilitiesWhatIsClosed() {
        String capabilities = server.clerk("GET", "/metadata").send().body();

        assertThat(capabilities)
                .contains("\"update\"", "\"patch\"")
                .doesNotContain("\"history-instance\"", "conditionalUpdate\":true", "$hold");
    }

    @Test
    void refusesWhatHasNoVersionAndTellsWhoCanMendIt() {
        APPOINTMENTS.versioned = false;
        APPOINTMENTS.put(parsed(r4("a1", "booked")));

        Answer answer = put("1", r4("a1", "arrived"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.rule()).isEqualTo("update.form-not-offered");
        assertThat(answer.text()).contains("Tell the operator").contains("meta.versionId");
        assertNothingHappened();
    }

    private static GuardedServer.Call patient(String id, String method, String path) {
        return server.anonymous(method, path).token(claims -> {
            claims.remove("realm_access");
            claims.put("scope", "patient/Appointment.cruds");
            claims.put("patient", id);
        });
    }

    @Test
    void showsAPatientTheirOwnAndNothingElse() {
        APPOINTMENTS.put(parsed(r4("a2", "booked").replace("Patient/p1", "Patient/p2")));

        Answer page = patient("p2", "GET", "/Appointment").send();
        Answer hidden = patient("p2", "GET", "/Appointment/a1").send();
        Answer unknown = patient("p2", "GET", "/Appointment/zz").send();
        Answer count = patient("p2", "GET", "/Appointment?_summary=count").send();

        assertThat(page.json().path("entry").findValuesAsText("id")).containsExactly("a2");
        assertThat(page.json().path("total").asInt()).as(page.body()).isEqualTo(1);
        assertThat(count.json().path("total").asInt()).isEqualTo(1);
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(unknown.body().replace("zz", "a1"));
        assertThat(server.clerk("GET", "/Appointment")
                        .send()
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void cutsThePageAfterItIsJudged() {
        for (int i = 1; i <= 3; i++) {
            APPOINTMENTS.put(parsed(r4("b" + i, "booked").replace("Patient/p1", "Patient/p2")));
        }

        Answer page = patient("p2", "GET", "/Appointment?_count=2").send();

        assertThat(page.json().path("entry")).hasSize(2);
        assertThat(page.json().path("total").asInt()).isEqualTo(3);
        assertThat(page.body()).contains("\"next\"").doesNotContain("Appointment/a1");
    }

    @Test
    void showsNothingHiddenOnAPageThatSomebodyElseHasBegun() {
        APPOINTMENTS.put(parsed(r4("a2", "booked").replace("Patient/p1", "Patient/p2")));
        String next =
                server.clerk("GET", "/Appointment?_count=1").send().json().path("link").findValuesAsText("url").stream()
                        .filter(url -> url.contains("_getpages"))
                        .findFirst()
                        .orElseThrow();
        String path = next.substring(next.indexOf("/fhir") + "/fhir".length()).replace("_count=1", "_count=9");

        Answer clerk = server.clerk("GET", path.replaceFirst("_getpagesoffset=1", "_getpagesoffset=0"))
                .send();
        Answer stranger = patient("p2", "GET", path.replaceFirst("_getpagesoffset=1", "_getpagesoffset=0"))
                .send();

        assertThat(clerk.body()).contains("Appointment/a1", "Appointment/a2");
        assertThat(stranger.status()).as(stranger.body()).isEqualTo(200);
        assertThat(stranger.body()).contains("Appointment/a2").doesNotContain("Appointment/a1", "\"total\"");
    }

    @Test
    void tellsAStrangerNothingOfWhatTheyMayNotChange() {
        Answer hidden = patient("p2", "PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .send();
        Answer unknown = patient("p2", "PUT", "/Appointment/zz")
                .ifMatch("1")
                .json(r4("zz", "arrived"))
                .send();

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(unknown.body().replace("zz", "a1"));
        assertNothingHappened();
    }

    @Test
    void letsOneOfManyChangeAVersion() throws Exception {
        APPOINTMENTS.beforeUpdate = Thread::yield;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 10; round++) {
                String version = String.valueOf(round);
                String comment = "\"comment\":\"" + round + "-%s\",";
                List<Callable<Integer>> changes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String json = r4("a1", "booked", comment.formatted(i));
                    changes.add(() -> put(version, json).status());
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> change : threads.invokeAll(changes)) {
                    statuses.add(change.get());
                }
                assertThat(statuses).containsOnlyOnce(200).allMatch(Set.of(200, 412, 423)::contains);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(APPOINTMENTS.called).hasSize(10);
    }

    /** While the owner's method is at work: who names a version is refused, and who may not see learns nothing. */
    @Test
    void holdsAResourceUntilTheOwnersMethodHasReturned() throws Exception {
        var inside = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        APPOINTMENTS.beforeUpdate = () -> {
            inside.countDown();
            await(done);
        };
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> first = threads.submit(() -> put("1", r4("a1", "arrived")));
            inside.await();
            Answer second = put("1", r4("a1", "cancelled"));
            Answer stranger = patient("p2", "PUT", "/Appointment/a1")
                    .ifMatch("1")
                    .json(r4("a1", "cancelled"))
                    .send();
            done.countDown();

            assertThat(second.status()).isEqualTo(423);
            assertThat(second.rule()).isEqualTo("version.locked");
            assertThat(stranger.status()).isEqualTo(404);
            assertThat(first.get().status()).isEqualTo(200);
        } finally {
            done.countDown();
            threads.shutdownNow();
        }
        assertThat(put("2", r4("a1", "fulfilled")).status()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesAResourceBackWhenTheOwnersMethodFails() {
        APPOINTMENTS.beforeUpdate = () -> {
            throw new IllegalStateException("no disk");
        };
        assertThat(put("1", r4("a1", "arrived")).status()).isEqualTo(500);
        APPOINTMENTS.beforeUpdate = () -> {};

        assertThat(put("1", r4("a1", "arrived")).status()).isEqualTo(200);
    }

    /** On another node somebody was faster. */
    @Test
    void tellsAProvidersConflictAsAVersionThatHasPassed() {
        APPOINTMENTS.beforeUpdate = () -> {
            throw new ResourceVersionConflictException("version 2 is stored");
        };

        Answer answer = put("1", r4("a1", "arrived"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(412);
        assertThat(answer.rule()).isEqualTo("version.stale");
    }

    @Test
    void readsWhatTheClientHasNotYet() {
        String etag =
                server.clerk("GET", "/Appointment/a1").send().header("ETag").orElseThrow();

        assertThat(etag).isEqualTo("W/\"1\"");
        assertThat(server.clerk("GET", "/Appointment/a1")
                        .header("If-None-Match", etag)
                        .send()
                        .status())
                .isEqualTo(304);
        // The read before a change is none of the client's.
        assertThat(put("1", r4("a1", "arrived")).status()).isEqualTo(200);
    }

    @Test
    void guardsTheOtherTypesOfTheContractAsWell() {
        Answer created = server.clerk("PUT", "/Patient/p1")
                .json("{\"resourceType\":\"Patient\",\"id\":\"p1\"}")
                .send();
        Answer stale = server.clerk("PUT", "/Patient/p1")
                .ifMatch("7")
                .json("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"active\":true}")
                .send();

        assertThat(created.status()).as(created.body()).isIn(200, 201);
        assertThat(stale.rule()).isEqualTo("version.stale");
        assertThat(PATIENTS.called).containsExactly("update");
    }

    @Test
    void rightsCountAsEverywhere() {
        assertThat(server.anonymous("GET", "/Appointment/a1")
                        .token(claims -> claims.put("realm_access", Map.of("roles", List.of("Patient.*"))))
                        .send()
                        .rule())
                .isEqualTo("access.right");
    }
}
