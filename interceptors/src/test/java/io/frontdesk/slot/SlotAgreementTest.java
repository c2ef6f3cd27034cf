package io.frontdesk.slot;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotAgreementTest {

    private static final List<FhirContext> VERSIONS = List.of(Contracts.R4, Contracts.DSTU3);

    private static SlotAgreement agreement(FhirContext fhir) {
        return Contracts.compiled("""
                statuses: {booked: busy}
                agree: [start, end]
                together: {adjacent: true, same: [schedule, "extension('urn:channel').value"]}
                """, section -> SlotPolicy.compile(section, fhir, "Appointment"))
                .agreement();
    }

    private static IBaseResource slot(FhirContext fhir, String from) {
        String[] parts = from.split(" ");
        return fhir.newJsonParser().parseResource("""
                {"resourceType":"Slot","start":"2026-03-09T%s:00Z","end":"2026-03-09T%s:00Z",
                 "schedule":{"reference":"Schedule/%s"},"extension":[{"url":"urn:channel","valueCode":"%s"}]}
                """.formatted(parts[0], parts[1], parts[2], parts[3]));
    }

    private static Optional<Refusal> judged(FhirContext fhir, String start, String end, String slots) {
        IBaseResource visit = fhir.newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\",\"start\":\"2026-03-09T" + start
                        + ":00+01:00\",\"end\":\"2026-03-09T" + end + ":00+01:00\"}");
        return agreement(fhir)
                .judge(
                        visit,
                        Arrays.stream(slots.split(", "))
                                .map(one -> slot(fhir, one))
                                .toList())
                .refusal();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        10:00 | 10:10 | 09:00 09:10 1 Video                                          | ''
        10:00 | 10:30 | 09:10 09:20 1 Video, 09:20 09:30 1 Video, 09:00 09:10 1 Video | ''
        10:05 | 10:10 | 09:00 09:10 1 Video                                          | Appointment.start
        10:00 | 10:15 | 09:00 09:10 1 Video                                          | Appointment.end
        10:00 | 10:10 | 09:00 09:10 1 Video, 09:10 09:20 1 Video                     | Appointment.end
        10:00 | 10:30 | 09:00 09:10 1 Video, 09:20 09:30 1 Video                     | Appointment.slot
        10:00 | 10:20 | 09:00 09:15 1 Video, 09:10 09:20 1 Video                     | Appointment.slot
        10:00 | 10:10 | 09:00 09:10 1 Video, 09:00 09:10 1 Video                     | Appointment.slot
        10:00 | 10:20 | 09:00 09:10 1 Video, 09:10 09:20 2 Video                     | Appointment.slot
        10:00 | 10:20 | 09:00 09:10 1 Video, 09:10 09:20 1 Telephone                 | Appointment.slot
        """)
    void holdsAnAppointmentToItsSlots(String start, String end, String slots, String element) {
        for (FhirContext fhir : VERSIONS) {
            Optional<Refusal> refusal = judged(fhir, start, end, slots);
            assertThat(refusal.map(Refusal::elements).orElseGet(List::of))
                    .isEqualTo(element.isEmpty() ? List.of() : List.of(element));
            refusal.ifPresent(told -> assertThat(told.id()).isEqualTo("slot.disagrees"));
        }
    }

    @Test
    void demandsNothingWhereTheContractDoesNot() {
        assertThat(Contracts.compiled(
                                "statuses: {booked: busy}",
                                section -> SlotPolicy.compile(section, Contracts.R4, "Appointment"))
                        .agreement()
                        .demandsAny())
                .isFalse();
        assertThat(agreement(Contracts.R4).demandsAny()).isTrue();
    }
}
