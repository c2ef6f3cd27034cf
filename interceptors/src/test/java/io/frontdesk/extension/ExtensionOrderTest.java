package io.frontdesk.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionOrderTest {

    private static ExtensionOrder compile(Section section) {
        return ExtensionOrder.compile(section, Contracts.R4, "Appointment");
    }

    private static ExtensionOrder order(String yaml) {
        return Contracts.compiled(yaml, ExtensionOrderTest::compile);
    }

    private static Appointment appointment() {
        var appointment = new Appointment();
        appointment.addExtension(extension("urn:b", "1"));
        appointment.addExtension(extension("urn:a", "2"));
        appointment.addExtension(extension("urn:b", "3"));
        appointment.addExtension(extension("urn:B", "4"));
        appointment.addModifierExtension(extension("urn:z", "5"));
        appointment.addModifierExtension(extension("urn:y", "6"));
        appointment.addParticipant().addExtension(extension("urn:d", "7"));
        appointment.addParticipant().addExtension(extension("urn:d", "8"));
        appointment.getParticipant().get(1).addExtension(extension("urn:c", "9"));
        appointment.getParticipant().get(1).getActor().addExtension(extension("urn:f", "10"));
        appointment.getParticipant().get(1).getActor().addExtension(extension("urn:e", "11"));
        return appointment;
    }

    private static Extension extension(String url, String value) {
        return new Extension(url, new StringType(value));
    }

    private static List<String> values(List<Extension> extensions) {
        return extensions.stream()
                .map(extension -> extension.getValue().primitiveValue())
                .toList();
    }

    @Test
    void sortsTheNamedElementsByUrlAndNothingElse() {
        Appointment appointment = appointment();

        Decision decision = order("{order: by-url, where: [Appointment, Appointment.participant]}")
                .beforeWrite(Requested.create(appointment));

        assertThat(decision.refusal()).isEmpty();
        assertThat(values(appointment.getExtension())).containsExactly("4", "2", "1", "3");
        assertThat(values(appointment.getModifierExtension())).containsExactly("5", "6");
        assertThat(values(appointment.getParticipant().get(1).getExtension())).containsExactly("9", "8");
        assertThat(values(appointment.getParticipant().get(1).getActor().getExtension()))
                .containsExactly("10", "11");
    }

    @Test
    void sortsNoElementThatIsNotNamed() {
        Appointment appointment = appointment();

        order("{order: by-url, where: [Appointment.participant.actor]}").beforeWrite(Requested.create(appointment));

        assertThat(values(appointment.getExtension())).containsExactly("1", "2", "3", "4");
        assertThat(values(appointment.getParticipant().get(1).getExtension())).containsExactly("8", "9");
        assertThat(values(appointment.getParticipant().get(1).getActor().getExtension()))
                .containsExactly("11", "10");
    }

    @Test
    void leavesAllAsItWasSentWhereTheContractSaysSo() {
        Appointment appointment = appointment();

        order("order: as-sent").beforeWrite(Requested.create(appointment));

        assertThat(appointment.equalsDeep(appointment())).isTrue();
    }

    @Test
    void sortsOnlyItsOwnType() {
        var patient = new Patient();
        patient.addExtension(extension("urn:b", "1"));
        patient.addExtension(extension("urn:a", "2"));

        order("{order: by-url, where: [Appointment]}").beforeWrite(Requested.create(patient));

        assertThat(values(patient.getExtension())).containsExactly("1", "2");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        {order: by-name, where: [Appointment]}              | contract.yaml:1: order: is 'by-name'; one of as-sent, by-url is expected
        {order: by-url}                                     | contract.yaml:1: where: is missing; a list is expected
        {order: by-url, where: [Appointment, participant]}  | contract.yaml:1: where[1]: 'participant' is no element of Appointment; an element such as Appointment.participant
        {order: by-url, where: [Appointment.colour]}        | contract.yaml:1: where[0]: 'colour' is no element of Appointment; an element such as Appointment.participant
        {order: as-sent, where: [Appointment]}              | contract.yaml:1: where: unknown key 'where'; known here: order
        """)
    void faultsASectionThatIsWrong(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, ExtensionOrderTest::compile)).contains(fault);
    }
}
