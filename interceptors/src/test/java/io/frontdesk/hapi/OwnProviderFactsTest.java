package io.frontdesk.hapi;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IAnonymousInterceptor;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import io.frontdesk.testing.OwnProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts about HAPI's server over providers of somebody else's, without any guard. */
class OwnProviderFactsTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final OwnProvider<IBaseResource> appointments = OwnProvider.of(Contracts.R4, "Appointment");
    private GuardedServer server;

    /** Notes every hook of a store, and what is known before the owner's method. */
    @Interceptor
    public final class Notes {

        @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
        void beforeBody(RequestDetails details) {
            if (details.getId() != null) {
                details.setId(details.getId().withVersion("41"));
            }
        }

        @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
        void beforeMethod(RequestDetails details) {
            seen.add("before the method: " + appointments.called);
            if (details.getResource() instanceof Appointment sent) {
                sent.setComment("changed");
            }
        }
    }

    @BeforeEach
    void start() {
        server = GuardedServer.over(Contracts.R4, List.of(appointments), plain -> {
            for (Pointcut pointcut : Pointcut.values()) {
                if (pointcut.name().startsWith("STORAGE_")) {
                    IAnonymousInterceptor notes = (point, params) -> seen.add(point.name());
                    plain.getInterceptorService().registerAnonymousInterceptor(pointcut, notes);
                }
            }
            plain.registerInterceptor(new Notes());
        });
        appointments.put(Contracts.R4.newJsonParser().parseResource(r4("a1", "booked")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noHookOfAStoreIsCalledWhateverIsReadOrWritten() {
        server.anonymous("GET", "/Appointment").send();
        server.anonymous("POST", "/Appointment").json(r4("booked")).send();
        server.anonymous("DELETE", "/Appointment/a1").send();

        assertThat(appointments.called).containsExactly("search", "create", "delete");
        assertThat(seen).noneMatch(hook -> hook.startsWith("STORAGE_"));
    }

    @Test
    void whatIsMadeOfTheBodyAndTheIdBeforeTheMethodIsWhatItIsGiven() {
        Answer answer = server.anonymous("PUT", "/Appointment/a1")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(seen).containsExactly("before the method: []");
        assertThat(appointments.given).containsExactly("41");
        assertThat(appointments.now(Contracts.R4, "a1")).contains("\"comment\":\"changed\"");
    }

    @Test
    void ordersThatAreTooFarApartAreConfused() {
        List<String> order = new ArrayList<>();
        var service = new InterceptorService();
        Pointcut point = Pointcut.INTERCEPTOR_REGISTERED;
        service.registerAnonymousInterceptor(point, Integer.MIN_VALUE, (any, params) -> order.add("smallest"));
        service.registerAnonymousInterceptor(point, 50, (any, params) -> order.add("50"));

        service.callHooks(point, new HookParams());

        assertThat(order).containsExactly("50", "smallest");
    }
}
