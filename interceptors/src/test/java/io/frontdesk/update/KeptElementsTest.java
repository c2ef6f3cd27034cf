package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.SentElements;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptElementsTest {

    private static final Instant NOW = Instant.parse("2026-03-09T12:00:00Z");

    private static KeptElements compiled(String yaml) {
        return Contracts.compiled(yaml, section -> KeptElements.compile(section, Contracts.R4, "Appointment"));
    }

    private static Appointment named(Appointment sent, String... names) {
        SentElements.note(sent, Set.of(names));
        return sent;
    }

    private static Appointment withMeeting(String address) {
        var appointment = new Appointment();
        appointment.addSupportingInformation().setReference("Location/1");
        Endpoint endpoint = new Endpoint().setAddress(address);
        endpoint.setId("meeting");
        appointment.addContained(endpoint);
        Reference reference = appointment.addSupportingInformation().setReference("#meeting");
        reference.setResource(endpoint);
        return appointment;
    }

    private static List<String> identifiers(Appointment appointment) {
        return appointment.getIdentifier().stream().map(Identifier::getValue).toList();
    }

    private static Identifier identifier(String value, String end) {
        Identifier identifier = new Identifier().setSystem("urn:x").setValue(value);
        if (!end.isEmpty()) {
            var period = new Period();
            period.getEndElement().setValueAsString(end);
            identifier.setPeriod(period);
        }
        return identifier;
    }

    @Test
    void clearsAListThatIsSentEmpty() {
        var stored = new Appointment();
        stored.addReasonCode().setText("a");
        stored.setDescription("b");
        Appointment sent = named(new Appointment(), "reasonCode");

        compiled("mode: merge").beforeWrite(Requested.update(stored, sent));

        assertThat(sent.getReasonCode()).isEmpty();
        assertThat(sent.getDescription()).isEqualTo("b");
    }

    @Test
    void passesOverWhatIsNotSupported() {
        KeptElements kept = compiled("{mode: replace, supported: [status, description]}");
        var created = new Appointment().setComment("mine").setDescription("x");
        var changed = new Appointment().setComment("mine");

        kept.beforeWrite(Requested.create(created));
        kept.beforeWrite(Requested.update(new Appointment().setComment("stored").setDescription("y"), changed));

        assertThat(created.getComment()).isNull();
        assertThat(created.getDescription()).isEqualTo("x");
        assertThat(changed.getComment()).isEqualTo("stored");
        assertThat(changed.getDescription()).isNull();
    }

    @Test
    void leavesPatchesAndTheServersOwnWritesAlone() {
        KeptElements kept = compiled("mode: merge");
        var stored = new Appointment().setComment("stored");
        var internal = new Appointment();
        var patched = new Appointment();

        kept.beforeWrite(Requested.internal(stored, internal));
        kept.beforeWrite(Write.update(Optional.of(Requested.of(Interaction.PATCH, Map.of())), stored, patched));

        assertThat(internal.hasComment()).isFalse();
        assertThat(patched.hasComment()).isFalse();
    }

    @Test
    void keepsLabelsAndNotWhoSentAVersion() {
        var stored = new Appointment();
        stored.getMeta().addProfile("http://example.org/p").setVersionId("3").setSource("urn:s");
        Appointment sent = named(new Appointment(), "status");

        compiled("mode: merge").beforeWrite(Requested.update(stored, sent));

        assertThat(sent.getMeta().getProfile()).hasSize(1);
        assertThat(sent.getMeta().getSource()).isNull();
        assertThat(stored.getMeta().getSource()).isEqualTo("urn:s");
    }

    @Test
    void tiesReferencesToWhatIsContainedNow() {
        Appointment stored = withMeeting("https://old.example.org");
        var sent = new Appointment();
        Endpoint endpoint = new Endpoint().setAddress("https://new.example.org");
        endpoint.setId("meeting");
        sent.addContained(endpoint);
        named(sent, "contained");

        compiled("mode: merge").beforeWrite(Requested.update(stored, sent));

        assertThat(Contracts.R4.newJsonParser().encodeResourceToString(sent))
                .contains("new.example.org", "#meeting")
                .doesNotContain("old.example.org");
    }

    @Test
    void dropsWhatIsContainedAndNoLongerReferredTo() {
        var sent = new Appointment();
        sent.addSupportingInformation().setReference("Location/2");
        named(sent, "supportingInformation");

        Decision decision =
                compiled("mode: merge").beforeWrite(Requested.update(withMeeting("https://old.example.org"), sent));

        assertThat(decision).isInstanceOf(Decision.Permit.class);
        assertThat(sent.getContained()).isEmpty();
        assertThat(sent.getSupportingInformation()).hasSize(1);
    }

    @Test
    void refusesAReferenceToWhatIsNotContained() {
        var sent = new Appointment();
        sent.addSupportingInformation().setReference("#another");
        named(sent, "supportingInformation");

        Decision decision =
                compiled("mode: merge").beforeWrite(Requested.update(withMeeting("https://old.example.org"), sent));

        assertThat(decision.refusal().orElseThrow().rule()).isEqualTo(Rule.REFERENCE);
    }

    @Test
    void keepsItemsThatHaveEnded() {
        var stored = new Appointment();
        stored.addIdentifier(identifier("ended", "2026-03-09T11:00:00Z"))
                .addIdentifier(identifier("yesterday", "2026-03-08"))
                .addIdentifier(identifier("today", "2026-03-09"))
                .addIdentifier(identifier("runs", "2100-12-31"))
                .addIdentifier(identifier("open", ""));
        var sent = new Appointment();
        sent.addIdentifier(identifier("new", "")).addIdentifier(identifier("yesterday", "2026-03-08"));
        named(sent, "identifier");
        KeptElements kept = compiled("{mode: merge, keepEnded: [identifier]}");

        kept.beforeWrite(Requested.update(stored, sent).at(NOW));
        kept.beforeWrite(Requested.update(stored, sent).at(NOW));

        assertThat(identifiers(sent)).containsExactly("ended", "new", "yesterday");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {mode: merge, supported: [colour]}      | contract.yaml:1: supported[0]: 'colour' is no such element; one of
        {mode: merge, keepEnded: [slot]}        | contract.yaml:1: keepEnded[0]: 'slot' is no such element; one of
        {mode: both}                            | contract.yaml:1: mode: is 'both'; one of merge, replace is expected
        """)
    void faultsWhatItCannotKeep(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, section -> KeptElements.compile(section, Contracts.R4, "Appointment")))
                .singleElement()
                .asString()
                .startsWith(fault);
    }
}
