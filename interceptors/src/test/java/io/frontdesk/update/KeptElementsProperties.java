package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.element.SentElements;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.StringType;

class KeptElementsProperties {

    private static final Set<String> ALL =
            Set.of("status", "start", "end", "comment", "description", "reasonCode", "participant", "identifier");

    private final KeptElements merge =
            Contracts.compiled("mode: merge", section -> KeptElements.compile(section, Contracts.R4, "Appointment"));

    private void merged(Appointment stored, Appointment sent, Set<String> names) {
        SentElements.note(sent, names);
        assertThat(merge.beforeWrite(Requested.update(stored, sent))).isInstanceOf(Decision.Permit.class);
    }

    private static Appointment copy(Appointment original, Set<String> names) {
        var copy = new Appointment();
        names.forEach(name ->
                original.getNamedProperty(name).getValues().forEach(value -> copy.setProperty(name, value.copy())));
        return copy;
    }

    private static Set<String> without(Set<String> names) {
        Set<String> others = new HashSet<>(ALL);
        others.removeAll(names);
        return others;
    }

    @Property(tries = 200)
    void whatIsStoredAndSentInPartsChangesNothing(
            @ForAll("appointments") Appointment stored, @ForAll("names") Set<String> names) {
        Appointment sent = copy(stored, names);

        merged(stored.copy(), sent, names);

        assertThat(sent.equalsDeep(stored)).isTrue();
    }

    @Property(tries = 200)
    void whatIsNamedIsAsSentAndTheRestAsStored(
            @ForAll("appointments") Appointment stored,
            @ForAll("appointments") Appointment other,
            @ForAll("names") Set<String> names) {
        Appointment sent = copy(other, names);

        merged(stored.copy(), sent, names);

        assertThat(copy(sent, names).equalsDeep(copy(other, names))).isTrue();
        assertThat(copy(sent, without(names)).equalsDeep(copy(stored, without(names))))
                .isTrue();
    }

    @Property(tries = 200)
    void anUpdateThatIsCarriedOutAnewKeepsWhatTheFasterOneDid(
            @ForAll("appointments") Appointment stored,
            @ForAll("appointments") Appointment faster,
            @ForAll("appointments") Appointment other,
            @ForAll("names") Set<String> names) {
        Appointment again = copy(other, names);
        merged(stored.copy(), again, names);
        again.setComment("changed by a later guard");
        again.getParticipant().clear();
        merged(faster.copy(), again, names);

        Appointment once = copy(other, names);
        merged(faster.copy(), once, names);
        assertThat(again.equalsDeep(once)).isTrue();
    }

    @Property(tries = 100)
    void leavesWhatIsStoredAlone(
            @ForAll("appointments") Appointment stored,
            @ForAll("appointments") Appointment other,
            @ForAll("names") Set<String> names) {
        Appointment before = stored.copy();
        Appointment sent = copy(other, names);

        merged(stored, sent, names);
        sent.getParticipant().forEach(participant -> participant.getActor().setReference("Patient/changed"));
        sent.getReasonCode().forEach(reason -> reason.setText("changed"));

        assertThat(stored.equalsDeep(before)).isTrue();
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.of(ALL).set();
    }

    @Provide
    Arbitrary<Appointment> appointments() {
        Arbitrary<String> words = Arbitraries.of("one", "two", "three");
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 2);
        return Combinators.combine(
                        words,
                        words,
                        few,
                        few,
                        few,
                        Arbitraries.of(Appointment.AppointmentStatus.BOOKED, Appointment.AppointmentStatus.NOSHOW))
                .as((word, other, reasons, participants, identifiers, status) -> {
                    var appointment = new Appointment().setStatus(status).setComment(word);
                    appointment.setStartElement(new InstantType("2026-03-09T09:00:00Z"));
                    appointment.getStartElement().addExtension("urn:why", new StringType(other));
                    if (!other.equals("two")) {
                        appointment.setDescription(other);
                    }
                    for (int i = 0; i < reasons; i++) {
                        appointment.addReasonCode().setText(word + i).addCoding(new Coding("urn:s", other, null));
                    }
                    for (int i = 0; i < participants; i++) {
                        appointment
                                .addParticipant()
                                .setStatus(Appointment.ParticipationStatus.ACCEPTED)
                                .getActor()
                                .setReference("Patient/" + other + i);
                    }
                    for (int i = 0; i < identifiers; i++) {
                        appointment.addIdentifier(
                                new Identifier().setSystem("urn:x").setValue(word + i));
                    }
                    return appointment;
                });
    }
}
