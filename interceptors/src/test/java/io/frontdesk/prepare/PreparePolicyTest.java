package io.frontdesk.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparePolicyTest {

    private static final String MIRRORED = "mirrored: [{element: reasonCode.text, same: description}]";

    private static PreparePolicy compiled(String yaml) {
        return Contracts.compiled(yaml, section -> PreparePolicy.compile(section, Contracts.R4, "Appointment"));
    }

    private static Appointment saying(String reason, String description) {
        var appointment = new Appointment();
        if (reason != null) {
            appointment.addReasonCode().setText(reason);
        }
        appointment.setDescription(description);
        return appointment;
    }

    @ParameterizedTest
    @CsvSource({
        // stored, sent, what both say then
        "a, b, a, a",
        "a, a, a, a",
        ", b, b, b",
        "a, , a, a",
        ", , ,",
    })
    void mirrorsInANewAppointment(String reason, String description, String first, String second) {
        Appointment sent = saying(reason, description);

        compiled(MIRRORED).prepare(Requested.create(sent));

        assertThat(sent.getReasonCodeFirstRep().getText()).isEqualTo(first);
        assertThat(sent.getDescription()).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({
        "a, b, b", // the description is new
        "b, a, b", // the reason is new
        "b, c, b", // both are: the first one counts
        "a, a, a", ", b, b", // the reason goes, the description is new
        ", a, ", // the reason goes
        "a, , ", // the description goes
    })
    void mirrorsWhatAChangeChanges(String reason, String description, String both) {
        Appointment sent = saying(reason, description);

        compiled(MIRRORED).prepare(Requested.update(saying("a", "a"), sent));

        assertThat(sent.getReasonCodeFirstRep().getText()).isEqualTo(both);
        assertThat(sent.getDescription()).isEqualTo(both);
    }

    @Test
    void keepsTheFirstOfAList() {
        Appointment sent = saying("a", null);
        sent.addReasonCode().setText("b");

        compiled("first: [reasonCode]").prepare(Requested.create(sent));

        assertThat(sent.getReasonCode()).hasSize(1);
        assertThat(sent.getReasonCodeFirstRep().getText()).isEqualTo("a");
    }

    @Test
    void fillsInWhatIsAbsentOrIgnored() {
        PreparePolicy policy = compiled("""
                fill:
                  - {on: [create], where: {status: "booked|noshow"}, given: ignored, set: {status: proposed}}
                  - {lacking: reasonCode, set: {reasonCode.text: none, comment: none}}
                  - each: contained
                    type: Endpoint
                    where: {id: meeting}
                    given: ignored
                    set: {status: active, connectionType.code: https, payloadType.coding.code: video-call}
                  - {each: identifier, set: {use: usual, assigner.display: "{system}"}}
                """);
        var sent = new Appointment()
                .setStatus(Appointment.AppointmentStatus.NOSHOW)
                .setComment("mine");
        var meeting = new Endpoint().setStatus(Endpoint.EndpointStatus.OFF);
        meeting.setId("meeting");
        var other = new Endpoint();
        other.setId("other");
        sent.addContained(meeting).addContained(other);
        sent.addIdentifier(new Identifier().setSystem("urn:x").setUse(Identifier.IdentifierUse.OLD));
        sent.addIdentifier(new Identifier().setValue("1"));
        var changed = new Appointment().setStatus(Appointment.AppointmentStatus.NOSHOW);

        policy.prepare(Requested.create(sent));
        policy.prepare(Requested.update(new Appointment(), changed));

        assertThat(sent.getStatus()).isEqualTo(Appointment.AppointmentStatus.PROPOSED);
        assertThat(changed.getStatus()).isEqualTo(Appointment.AppointmentStatus.NOSHOW);
        assertThat(sent.getReasonCodeFirstRep().getText()).isEqualTo("none");
        assertThat(sent.getComment()).isEqualTo("mine");
        assertThat(meeting.getStatus()).isEqualTo(Endpoint.EndpointStatus.ACTIVE);
        assertThat(meeting.getConnectionType().getCode()).isEqualTo("https");
        assertThat(meeting.getPayloadTypeFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("video-call");
        assertThat(other.hasStatus()).isFalse();
        assertThat(sent.getIdentifier().get(0).getUse()).isEqualTo(Identifier.IdentifierUse.OLD);
        assertThat(sent.getIdentifier().get(0).getAssigner().getDisplay()).isEqualTo("urn:x");
        assertThat(sent.getIdentifier().get(1).hasAssigner()).isFalse();
    }

    @Test
    void leavesTheServersOwnWritesAlone() {
        Appointment written = saying("a", "b");

        compiled(MIRRORED).prepare(Write.create(java.util.Optional.empty(), written));

        assertThat(List.of(written.getReasonCodeFirstRep().getText(), written.getDescription()))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        first: [colour]                                       | first[0]: 'colour' is no element of Appointment
        mirrored: [{element: reasonCode, same: description}]  | mirrored[0].element: 'reasonCode' is no plain element
        fill: [{set: {participant: x}}]                       | fill[0].set.participant: is no plain element of Appointment
        fill: [{on: [delete], set: {status: x}}]              | fill[0].on: names something else
        fill: [{each: contained, set: {status: x}}]           | fill[0].set.status: is no plain element of contained
        fill: [{each: colour, set: {status: x}}]              | fill[0].each: is no element that can be filled
        fill: [{each: identifier, set: {value: '{colour}'}}]  | fill[0].set: there is nothing at {colour}
        fill: [{lacking: colour, set: {status: x}}]           | fill[0].lacking: 'colour' is no element
        """)
    void faultsWhatIsNotThere(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, section -> PreparePolicy.compile(section, Contracts.R4, "Appointment")))
                .anySatisfy(line -> assertThat(line).startsWith("contract.yaml:1: " + fault));
    }

    @ParameterizedTest
    @CsvSource({"booked, true", "pending, true", "cancelled, false", ", false"})
    void takesOffAnExtensionThatDoesNotGoWithTheRest(String status, boolean stays) {
        var sent = new Appointment();
        if (status != null) {
            sent.setStatus(Appointment.AppointmentStatus.fromCode(status));
        }
        sent.addExtension("urn:reason", new StringType("late"));
        sent.addExtension("urn:other", new StringType("kept"));

        compiled("clear: [{extension: 'urn:reason', unless: status, is: [booked, pending]}]")
                .prepare(Requested.create(sent));

        assertThat(sent.hasExtension("urn:reason")).isEqualTo(stays);
        assertThat(sent.hasExtension("urn:other")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-09T09:00:00Z, 30, 2026-03-09T09:30:00Z",
        "2026-03-09T23:50:00+01:00, 20, 2026-03-10T00:10:00+01:00",
        "2026-03-09T09:00:00.250Z, 1, 2026-03-09T09:01:00.25Z",
        "2026-03-09T09:00:00Z, , 2026-03-09T09:00:00Z",
        ", 30, ",
    })
    void endsAsLongAfterTheStartAsItTakes(String start, Integer minutes, String end) {
        var sent = new Appointment();
        sent.getEndElement().setValueAsString("2026-01-01T00:00:00Z");
        sent.getStartElement().setValueAsString(start);
        if (minutes != null) {
            sent.setMinutesDuration(minutes);
        }

        compiled("end: minutesDuration").prepare(Requested.create(sent));

        assertThat(sent.getEndElement().getValueAsString()).isEqualTo(end);
    }
}
