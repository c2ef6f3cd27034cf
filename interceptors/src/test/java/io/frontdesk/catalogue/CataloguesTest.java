package io.frontdesk.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.element.SentElements;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CataloguesTest {

    private static final String TYPES = """
        catalogues:
          - element: appointmentType
            by: [system, code]
            codings: one
            usual: [create]
            entries:
              - {system: urn:a, code: "1", display: One, usual: true}
              - {system: urn:b, code: "1", display: Other}
              - {system: urn:a, code: "2", display: Two, closed: true}
            texts: {value.unknown: "no {code} of {system}"}
          - element: reasonCode
            by: [code]
            entries:
              - {system: urn:r, code: "7", display: Seven}
              - {code: "8"}
              - {code: "8", system: urn:r}
        """;

    private static Catalogues compiled(String yaml) {
        return Contracts.compiled(yaml, section -> Catalogues.compile(section, Contracts.R4, "Appointment"));
    }

    private static Appointment typed(String system, String code) {
        return new Appointment()
                .setAppointmentType(new CodeableConcept().addCoding(new Coding(system, code, "as sent")));
    }

    private static Refusal refused(Write write) {
        return compiled(TYPES).judge(write).refusal().orElseThrow();
    }

    @Test
    void spellsWhatIsFoundAsTheCatalogueDoes() {
        Appointment sent = typed("urn:b", "1");
        sent.addReasonCode()
                .setText("free")
                .addCoding(new Coding("urn:else", "7", "as sent"))
                .addCoding(new Coding("urn:r", "9", null));

        Catalogues catalogues = compiled(TYPES);
        catalogues.prepare(Requested.create(sent));

        assertThat(sent.getAppointmentType().getCodingFirstRep().getDisplay()).isEqualTo("Other");
        assertThat(sent.getReasonCodeFirstRep().getCoding()).hasSize(1);
        assertThat(sent.getReasonCodeFirstRep().getCodingFirstRep().getSystem()).isEqualTo("urn:r");
        assertThat(sent.getReasonCodeFirstRep().getCodingFirstRep().getDisplay())
                .isEqualTo("Seven");
        assertThat(sent.getReasonCodeFirstRep().getText()).isEqualTo("free");
        assertThat(catalogues.judge(Requested.create(sent))).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void putsTheUsualEntryInPlaceOfNothing() {
        var created = new Appointment();
        var changed = new Appointment();

        compiled(TYPES).prepare(Requested.create(created));
        compiled(TYPES).prepare(Requested.update(typed("urn:b", "1"), changed));

        assertThat(created.getAppointmentType().getCodingFirstRep().getDisplay())
                .isEqualTo("One");
        assertThat(changed.hasAppointmentType()).isFalse();
    }

    @Test
    void putsTheUsualEntryInPlaceOfWhatAChangeLeavesOut() {
        Catalogues catalogues = compiled(TYPES.replace("usual: [create]", "usual: [create, update]"));
        Appointment merged = typed("urn:b", "1");
        SentElements.note(merged, Set.of("status"));
        Appointment sent = typed("urn:b", "1");
        SentElements.note(sent, Set.of("appointmentType"));

        catalogues.prepare(Requested.update(typed("urn:b", "1"), merged));
        catalogues.prepare(Requested.update(typed("urn:b", "1"), sent));

        assertThat(merged.getAppointmentType().getCodingFirstRep().getDisplay()).isEqualTo("One");
        assertThat(sent.getAppointmentType().getCodingFirstRep().getDisplay()).isEqualTo("as sent");
    }

    @ParameterizedTest
    @CsvSource({"urn:a, 9, value.unknown", "urn:c, 1, value.unknown", "urn:a, 2, value.closed"})
    void refusesWhatIsNotListedOrNotToBeChosen(String system, String code, String rule) {
        assertThat(refused(Requested.create(typed(system, code))).rule().id()).isEqualTo(rule);
    }

    @Test
    void tellsInTheContractsWordsAndNoMoreThanACode() {
        Refusal refusal = refused(Requested.create(typed("urn:c", "Anna Jensen")));

        assertThat(refusal.own().text()).contains("no {code} of {system}");
        assertThat(refusal.facts()).containsEntry("system", "urn:c").containsEntry("code", "(unreadable)");
    }

    @Test
    void refusesMoreOrLessThanOneCoding() {
        Appointment two = typed("urn:a", "1");
        two.getAppointmentType().addCoding(new Coding("urn:b", "1", null));
        var none = new Appointment().setAppointmentType(new CodeableConcept().setText("free"));

        assertThat(refused(Requested.create(two)).rule().id()).isEqualTo("value.codings");
        assertThat(refused(Requested.create(none)).rule().id()).isEqualTo("value.codings");
    }

    @Test
    void refusesACodeThatIsListedTwice() {
        var sent = new Appointment();
        sent.addReasonCode().addCoding(new Coding(null, "8", null));

        assertThat(refused(Requested.create(sent)).rule().id()).isEqualTo("value.ambiguous");
    }

    @Test
    void letsStayWhatIsStored() {
        assertThat(compiled(TYPES).judge(Requested.update(typed("urn:a", "2"), typed("urn:a", "2"))))
                .isInstanceOf(Decision.Permit.class);
        assertThat(refused(Requested.update(typed("urn:a", "1"), typed("urn:a", "2")))
                        .rule()
                        .id())
                .isEqualTo("value.closed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {element: start, by: [code]}                                                           | element: 'start' is no CodeableConcept
        {element: reasonCode, by: [system]}                                                    | by: is nothing to look up by
        {element: reasonCode, by: [code], usual: [create]}                                     | entries: has 0 usual entries
        {element: reasonCode, by: [code], usual: [delete], entries: [{code: a, usual: true}]}  | usual: names something else
        {element: reasonCode, by: [code], entries: [{code: a, usual: true, closed: true}]}     | entries[0].usual: is an entry that may not be chosen
        {element: reasonCode, by: [code], texts: {status.final: x}}                            | texts["status.final"]: is no rule of a catalogue
        """)
    void faultsWhatMakesNoSense(String yaml, String fault) {
        assertThat(Contracts.faults(
                        "catalogues: [" + yaml + "]",
                        section -> Catalogues.compile(section, Contracts.R4, "Appointment")))
                .anySatisfy(line -> assertThat(line).startsWith("contract.yaml:1: catalogues[0]." + fault));
    }
}
