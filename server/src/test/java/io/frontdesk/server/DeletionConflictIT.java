package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IAnonymousInterceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.interceptor.UserRequestRetryVersionConflictsInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.token.TokenVerifier;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HAPI repeats what collides with another request; what something refers to is still referred to at the next attempt. */
class DeletionConflictIT {

    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    private static Launched launched;
    private static Rest client;

    @BeforeAll
    static void start() {
        launched = new Launcher(
                        (name, settings, tokens, provider) -> BareEndpoint.open(
                                name,
                                Set.of("Appointment", "Patient", "Schedule", "Slot"),
                                (store, server) -> guard(store, server, tokens)),
                        Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("core"),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
        TestServer server = TestServer.running(launched.base(), launched::close);
        client = new Rest(launched.base() + "/fhir", server.token("Appointment.*", "Patient.*"));
        sent("PUT", "Patient/1", "{\"resourceType\":\"Patient\",\"id\":\"1\"}").is(201);
        sent(
                        "POST",
                        "Appointment",
                        "{\"resourceType\":\"Appointment\",\"status\":\"proposed\",\"participant\":[{\"status\":\"accepted\","
                                + "\"actor\":{\"reference\":\"Patient/1\"}}]}")
                .is(201);
    }

    private static void guard(FhirStore store, RestfulServer server, TokenVerifier tokens) {
        Contract contract = new ContractReader(FhirContext::forCached).read(SourceFolder.builtIn("core"));
        Guards guards = new Guards(
                contract,
                StoreServices.jdbc(store.dataSource(), store.lockDataSource()).with(store.resources()));
        guards.guardRequests(server, tokens, Set::of, BodyLimits.standard());
        guards.guardStorage(store.storageInterceptors());
        store.storageInterceptors().registerInterceptor(new UserRequestRetryVersionConflictsInterceptor());
        IAnonymousInterceptor counting = (pointcut, params) -> ATTEMPTS.incrementAndGet();
        store.storageInterceptors()
                .registerAnonymousInterceptor(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, counting);
    }

    private static Answer sent(String method, String path, String body) {
        return client.send(method, path, body, "Content-Type", "application/fhir+json");
    }

    @BeforeEach
    void reset() {
        ATTEMPTS.set(0);
    }

    @AfterAll
    static void stop() {
        launched.close();
    }

    @Test
    void isToldAtOnce() {
        sent("DELETE", "Patient/1", "").is(409);

        assertThat(ATTEMPTS).hasValue(1);
    }

    /** Another entry might have taken the reference away, and have collided. */
    @Test
    void isToldAtTheSecondAttemptOfATransaction() {
        sent(
                        "POST",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                                + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/1\"}}]}")
                .is(409);

        assertThat(ATTEMPTS).hasValue(2);
    }
}
