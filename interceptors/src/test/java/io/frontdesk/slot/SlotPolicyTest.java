package io.frontdesk.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotPolicyTest {

    private static final SlotPolicy POLICY =
            Contracts.compiled("statuses: {pending: busy-tentative, booked: busy}", SlotPolicyTest::compile);

    private static SlotPolicy compile(Section slots) {
        return SlotPolicy.compile(slots, Contracts.R4, "Appointment");
    }

    private static Optional<IBaseResource> visit(String status, String slots) {
        return Optional.of(Contracts.R4
                .newJsonParser()
                .parseResource(
                        "{\"resourceType\":\"Appointment\",\"status\":\"" + status + "\",\"slot\":[" + slots + "]}"));
    }

    @Test
    void holdsTheSlotsOfAnAppointmentInTheStatusThatItHas() {
        String two = "{\"reference\":\"Slot/2\"},{\"reference\":\"Slot/1/_history/3\"},{\"display\":\"no address\"}";

        assertThat(POLICY.held(visit("booked", two))).isEqualTo(Map.of("Slot/1", "busy", "Slot/2", "busy"));
        assertThat(POLICY.held(visit("booked", two)).keySet()).containsExactly("Slot/1", "Slot/2");
        assertThat(POLICY.held(visit("pending", two)))
                .isEqualTo(Map.of("Slot/1", "busy-tentative", "Slot/2", "busy-tentative"));
    }

    @ParameterizedTest
    @CsvSource({"cancelled", "noshow", "proposed", "entered-in-error"})
    void holdsNoneInTheOtherStatuses(String status) {
        assertThat(POLICY.held(visit(status, "{\"reference\":\"Slot/2\"}"))).isEmpty();
        assertThat(POLICY.held(Optional.empty())).isEmpty();
    }

    @Test
    void tellsTheStatusesOfHeldSlotsFromOthers() {
        assertThat(POLICY.isHeld("busy")).isTrue();
        assertThat(POLICY.isHeld("busy-tentative")).isTrue();
        assertThat(POLICY.isHeld("busy-unavailable")).isFalse();
        assertThat(POLICY.isHeld("free")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        statuses: {away: busy}                                   => statuses.away
        statuses: {booked: taken}                                => 'taken' is no status of a Slot that is taken
        statuses: {booked: free}                                 => 'free' is no status of a Slot that is taken
        {statuses: {booked: busy}, fill: [priority]}             => a Slot does not say 'priority'
        {statuses: {booked: busy}, participants: [Doctor]}       => 'Doctor' is no resource type
        {statuses: {booked: busy}, agree: [minutesDuration]}     => a Slot does not say 'minutesDuration'
        {statuses: {booked: busy}, fill: [start], agree: [start]} => 'start' is filled from the Slots
        {statuses: {booked: busy}, together: {same: [doctor]}}   => 'doctor' is no element of a Slot
        {statuses: {booked: busy}, together: {near: true}}       => unknown key 'near'
        {}                                                       => statuses
        """)
    void faultsWhatItCannotKeep(String section, String fault) {
        assertThat(Contracts.faults(section, SlotPolicyTest::compile)).anyMatch(line -> line.contains(fault));
    }
}
