package io.frontdesk.hapi;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.util.DateUtils;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumeration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts about HAPI's server, each without any guard: when one of these fails, a guard has lost the ground under it. */
class HapiFactsTest {

    private final Hooks hooks = new Hooks();
    private GuardedServer server;

    @BeforeEach
    void start() {
        server = GuardedServer.start(Contracts.R4, new String[] {"Appointment"}, plain -> {
            plain.registerInterceptor(hooks);
            plain.registerInterceptor(hooks);
        });
        server.stored(r4("a1", "booked"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer put(String json) {
        return server.anonymous("PUT", "/Appointment/a1").json(json).send();
    }

    @Test
    void aResourceInTheRequestDetailsIsNotParsedAgain() {
        hooks.postProcessed =
                details -> details.setResource(Contracts.R4.newJsonParser().parseResource(r4("a1", "arrived")));

        assertThat(put("{broken").status()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @Test
    void contentsInTheRequestDetailsAreNotReadAgain() {
        hooks.postProcessed = details -> details.setRequestContents(
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]".getBytes(StandardCharsets.UTF_8));

        assertThat(server.anonymous("PATCH", "/Appointment/a1")
                        .patch("{broken")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @Test
    void noBodyIsReadBeforeTheRequestIsPostProcessed() {
        List<Integer> left = new ArrayList<>();
        hooks.postProcessed = details -> {
            try {
                left.add(details.getInputStream().readAllBytes().length);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };

        String sent = r4("a1", "arrived");
        put(sent);

        assertThat(left).containsExactly(sent.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void theInteractionIsKnownWhenTheRequestIsPostProcessed() {
        List<String> seen = new ArrayList<>();
        hooks.postProcessed = details -> seen.add(details.getRestOperationType() + " " + details.getResourceName() + " "
                + details.getId().getIdPart());

        put("{broken");

        assertThat(seen).containsExactly("UPDATE Appointment a1");
    }

    @Test
    void anEmptyListOfValuesTakesAHeaderAwayWhateverItsCase() {
        List<String> seen = new ArrayList<>();
        hooks.postProcessed = details -> {
            details.setHeaders("If-Match", List.of());
            seen.add(String.valueOf(details.getHeader("if-match")));
            seen.add(String.valueOf(details.getHeaders("IF-MATCH")));
            seen.add(details.getHeader("Content-Type"));
        };

        server.anonymous("PUT", "/Appointment/a1")
                .header("if-match", "abc")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(seen).containsExactly("null", "[]", "application/fhir+json");
    }

    @Test
    void whatAPrestorageHookChangesIsStoredAndAnswered() {
        hooks.updated = proposed -> ((Appointment) proposed).setComment("changed");

        assertThat(put(r4("a1", "arrived")).body()).contains("\"comment\":\"changed\"");
        assertThat(server.now("Appointment/a1")).contains("\"comment\":\"changed\"");
    }

    @Test
    void anExceptionOfAPrestorageHookLeavesWhatIsStored() {
        hooks.updated = proposed -> {
            throw new UnprocessableEntityException("no");
        };

        assertThat(put(r4("a1", "arrived")).status()).isEqualTo(422);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"booked\"");
        assertThat(server.versions("Appointment")).isEqualTo(1);
    }

    @Test
    void anInterceptorThatIsRegisteredTwiceIsCalledOnce() {
        List<String> seen = new ArrayList<>();
        hooks.postProcessed = details -> seen.add("called");

        put(r4("a1", "arrived"));

        assertThat(seen).hasSize(1);
    }

    @Test
    void theMediaTypeOfAPatchIsJudgedBeforeTheRequestIsPostProcessed() {
        List<String> seen = new ArrayList<>();
        hooks.postProcessed = details -> seen.add("called");

        Answer answer = server.anonymous("PATCH", "/Appointment/a1")
                .header("Content-Type", "text/plain")
                .bytes(new byte[] {1})
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Content-Type for PATCH operation");
        assertThat(seen).isEmpty();
    }

    @Test
    void aConditionalReadThrowsItsWayTo304() {
        List<Throwable> seen = new ArrayList<>();
        hooks.failed = seen::add;

        Answer answer = server.anonymous("GET", "/Appointment/a1")
                .header("If-None-Match", "W/\"1\"")
                .send();

        assertThat(answer.status()).isEqualTo(304);
        assertThat(seen).hasSize(1);
    }

    @Test
    void anIfModifiedSinceThatIsNoDateIsAFailure() {
        assertThat(DateUtils.parseDate("yesterday")).isNull();
        assertThat(server.anonymous("GET", "/Appointment/a1")
                        .header("If-Modified-Since", "yesterday")
                        .send()
                        .status())
                .isEqualTo(500);
    }

    /** Nothing of ours runs by then: only a servlet filter could take the header away. */
    @Test
    void aRetryHeaderThatIsNoNumberIsAFailureBeforeAnyHook() {
        List<Throwable> seen = new ArrayList<>();
        hooks.failed = seen::add;

        assertThat(server.anonymous("GET", "/Appointment/a1")
                        .header("X-Retry-On-Version-Conflict", "retry; max-retries=many")
                        .send()
                        .status())
                .isEqualTo(500);
        assertThat(seen).isEmpty();
    }

    @Test
    void accessorsHandOutTheElementsOwnList() {
        var statement = new CapabilityStatement();
        statement.addPatchFormat("a");
        BaseRuntimeChildDefinition child =
                Contracts.R4.getResourceDefinition(statement).getChildByName("patchFormat");

        List<IBase> values = child.getAccessor().getValues(statement);
        values.removeIf(any -> true);

        assertThat(statement.getPatchFormat()).isEmpty();
    }

    @Test
    void theTersersListIsACopy() {
        var statement = new CapabilityStatement();
        statement.addPatchFormat("a");

        Contracts.R4.newTerser().getValues(statement, "patchFormat").clear();

        assertThat(statement.getPatchFormat()).hasSize(1);
    }

    @Test
    void theCodesOfAStatusAreInTheModelOfItsVersion() {
        for (FhirContext fhir : List.of(Contracts.R4, Contracts.DSTU3)) {
            assertThat(fhir.getResourceDefinition("Appointment").getChildByName("status"))
                    .isInstanceOfSatisfying(
                            RuntimeChildPrimitiveEnumerationDatatypeDefinition.class,
                            status -> assertThat(status.getBoundEnumType().getEnumConstants())
                                    .isNotEmpty());
        }
        assertThat(Appointment.AppointmentStatus.fromCode("checked-in")).isNotNull();
        assertThatThrownBy(() -> org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus.fromCode("checked-in"))
                .isInstanceOf(Exception.class);
    }

    @Test
    void theLastEnumerationConstantHasNoCode() {
        var code =
                new Enumeration<>(new Appointment.AppointmentStatusEnumFactory(), Appointment.AppointmentStatus.NULL);

        assertThat(code.getValueAsString()).isIn(null, "?");
    }

    @Test
    void aListOfOneAndANumberPassForATextWithoutAWord() {
        Answer answer = put("""
                {"resourceType":"Appointment","id":"a1","status":["arrived"],"description":7,
                 "participant":[{"status":"accepted"}]}
                """);

        assertThat(answer.status()).isEqualTo(200);
    }

    /** Calls what a test wants to be called. */
    @Interceptor
    public static final class Hooks {

        private Consumer<RequestDetails> postProcessed = details -> {};
        private Consumer<IBaseResource> updated = resource -> {};
        private Consumer<Throwable> failed = failure -> {};

        @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
        void postProcessed(RequestDetails details) {
            postProcessed.accept(details);
        }

        @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
        void updated(IBaseResource stored, IBaseResource proposed) {
            updated.accept(proposed);
        }

        @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
        void failed(Throwable failure) {
            failed.accept(failure);
        }
    }
}
