package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.danish;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Part;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import io.frontdesk.testing.OwnProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract ehealth-dk on a server whose providers call no hooks: context, profiles, order, and changes without If-Match. */
class PlainServerDstu3Test {

    private static final String BASE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/";
    private static final OwnProvider<IBaseResource> APPOINTMENTS = OwnProvider.of(Contracts.DSTU3, "Appointment");

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        Contracts.ehealthDk().profiles().warmUp();
        server = GuardedServer.over(
                Contracts.DSTU3,
                List.of(APPOINTMENTS),
                plain -> PlainServer.guard(
                        plain,
                        Contracts.ehealthDk(),
                        Part.named("references"),
                        PlainServerTest.tokens(),
                        base -> Set.of(base, "https://desk.example.org/fhir"),
                        BodyLimits.standard()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        APPOINTMENTS.clear();
        APPOINTMENTS.put(Contracts.DSTU3.newJsonParser().parseResource(danish("a1", "booked", "")));
    }

    private static GuardedServer.Call of(String team, String method, String path) {
        return server.anonymous(method, path).token(claims -> {
            claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
            claims.put("user_type", "PRACTITIONER");
            claims.put("context", Map.of("care_team_id", team));
        });
    }

    private static Answer put(String json) {
        return of("CareTeam/t1", "PUT", "/Appointment/a1").json(json).send();
    }

    private static String stored() {
        return APPOINTMENTS.now(Contracts.DSTU3, "a1");
    }

    @Test
    void givesTheOwnerWhatTheGuardsMakeOfIt() {
        Answer answer = put(danish("a1", "arrived", ""));

        List<String> urls = new ArrayList<>();
        answer.json().path("extension").forEach(one -> urls.add(one.path("url").asText()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(urls).containsExactly(BASE + "ehealth-responsible", "http://example.org/last");
        assertThat(stored())
                .contains("\"status\":\"arrived\"", "Practitioner/d1", BASE + "ehealth-appointment")
                .doesNotContain("desk.example.org");
        assertThat(stored().indexOf("ehealth-responsible")).isLessThan(stored().indexOf("example.org/last"));
    }

    @Test
    void judgesTheContextOnWhatIsStored() {
        assertThat(of("CareTeam/t9", "PUT", "/Appointment/a1")
                        .json(danish("a1", "arrived", "").replace("CareTeam/t1", "CareTeam/t9"))
                        .send()
                        .rule())
                .isEqualTo("access.context");
        assertThat(of("CareTeam/t9", "GET", "/Appointment/a1").send().rule()).isEqualTo("access.context");
        assertThat(of("CareTeam/t9", "GET", "/Appointment")
                        .send()
                        .json()
                        .path("total")
                        .asInt(-1))
                .isZero();
        assertThat(APPOINTMENTS.called).doesNotContain("update");
    }

    @Test
    void judgesProfileStatusAndVersion() {
        assertThat(put(danish("a1", "arrived", "").replace("\"ROUTINE\"", "\"NONSENSE\""))
                        .rule())
                .isEqualTo("profile.invalid");
        assertThat(of("CareTeam/t1", "PUT", "/Appointment/a1")
                        .ifMatch("7")
                        .json(danish("a1", "arrived", ""))
                        .send()
                        .status())
                .isEqualTo(409);
        assertThat(put(danish("a1", "cancelled", "")).status()).isEqualTo(200);
        assertThat(put(danish("a1", "booked", "")).rule()).isEqualTo("status.final");
        assertThat(APPOINTMENTS.called).containsExactly("update");
    }

    @Test
    void worksWithoutVersionsWhereNobodyNamesOne() {
        APPOINTMENTS.versioned = false;
        APPOINTMENTS.put(Contracts.DSTU3.newJsonParser().parseResource(danish("a1", "booked", "")));

        assertThat(put(danish("a1", "arrived", "")).status()).isEqualTo(200);
        assertThat(of("CareTeam/t1", "PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .json(danish("a1", "arrived", ""))
                        .send()
                        .rule())
                .isEqualTo("update.form-not-offered");
    }

    /** A change that names no version is judged on what the one before it has left. */
    @Test
    void letsAChangeWithoutAVersionWait() throws Exception {
        var inside = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var first = new AtomicInteger();
        APPOINTMENTS.beforeUpdate = () -> {
            if (first.getAndIncrement() == 0) {
                inside.countDown();
                try {
                    done.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Answer> cancels = threads.submit(() -> put(danish("a1", "cancelled", "")));
            inside.await();
            Future<Answer> waits = threads.submit(() -> put(danish("a1", "arrived", "")));
            done.countDown();

            assertThat(cancels.get().status()).isEqualTo(200);
            assertThat(waits.get().rule()).isEqualTo("status.final");
        } finally {
            done.countDown();
            threads.shutdownNow();
        }
        assertThat(stored()).contains("cancelled");
    }
}
