package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.Part;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.OwnProvider;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainServerStartTest {

    private static RestfulServer server(Object... providers) {
        var server = new RestfulServer(Contracts.R4);
        server.registerProviders(providers);
        return server;
    }

    private static PlainServer guard(RestfulServer server, Contract contract, Set<Part> without) {
        return PlainServer.guard(server, contract, without, PlainServerTest.tokens(), Set::of, BodyLimits.standard());
    }

    @Test
    void stopsAContractThatPromisesMoreThanCanBeKeptAndNamesTheSetting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guard(
                        server(OwnProvider.of(Contracts.R4, "Appointment")), Contracts.core(), Part.named("slots")))
                .withMessageContaining("The contract core")
                .withMessageContaining("booking.actors")
                .withMessageContaining("update.references")
                .withMessageContaining("frontdesk.without=booking,slots,references.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        fr-sas          | unique
        millennium-2024 | slots,effects
        canvas          | references
        candid          | unique,references
        """)
    void namesWhatEachContractPromises(String contract, String parts) {
        assertThat(Part.listed(Part.of(Contracts.builtIn(contract)))).contains(parts.split(","));
        assertThat(Part.of(Contracts.builtIn(contract).without(Part.of(Contracts.builtIn(contract)))))
                .isEmpty();
    }

    @Test
    void stopsWhenThereIsNothingToGuardYet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guard(server(), Contracts.core(), Part.of(Contracts.core())))
                .withMessageContaining("Register them first");
    }

    /** What the guards make of a resource never reaches a method that takes the client's own text. */
    public static final class TextProvider implements IResourceProvider {

        @Override
        public Class<Appointment> getResourceType() {
            return Appointment.class;
        }

        @Create
        public MethodOutcome create(@ResourceParam Appointment appointment, @ResourceParam String text) {
            return new MethodOutcome();
        }
    }

    @Test
    void stopsWhenAMethodTakesTheBodyAsText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guard(server(new TextProvider()), Contracts.core(), Part.of(Contracts.core())))
                .withMessageContaining("The method create of")
                .withMessageContaining("TextProvider");
    }

    @Test
    void tellsThatNothingElseOfAContractIsServed() {
        Contract candid = Contracts.builtIn("candid");

        assertThat(guard(server(OwnProvider.of(Contracts.R4, "Appointment")), candid, Part.of(candid))
                        .told())
                .anyMatch(line -> line.startsWith("OFF: the contract's JSON interface"));
    }

    @Test
    void tellsWhatIsOnWhatIsOffAndWhatIsClosed() {
        PlainServer guarded = guard(
                server(OwnProvider.of(Contracts.R4, "Appointment")),
                Contracts.core(),
                Part.named("booking, slots, references, unique"));

        assertThat(guarded.told())
                .anySatisfy(line -> assertThat(line).startsWith("on: token").contains("version", "status"))
                .anySatisfy(line -> assertThat(line).startsWith("OFF").contains("booking:"))
                .anySatisfy(line -> assertThat(line).startsWith("OFF").contains("slots:"))
                .anySatisfy(line -> assertThat(line).startsWith("OFF").contains("references:"))
                .anySatisfy(line -> assertThat(line).startsWith("closed").contains("conditional", "history"))
                .anySatisfy(line -> assertThat(line).contains("between several processes"))
                .noneSatisfy(line -> assertThat(line).contains("unique:"));
    }
}
