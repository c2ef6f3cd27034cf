package io.frontdesk.base;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementTree;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppointmentInvariantsTest {

    private static final String START = "\"start\":\"2026-03-09T09:00:00+01:00\"";
    private static final String END = "\"end\":\"2026-03-09T09:20:00+01:00\"";
    private static final String ABSENT =
            "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}";

    /** Returns the broken rule and its element, or nothing. */
    private static String judged(FhirContext fhir, String members) {
        var resource = fhir.newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\","
                        + members.replace("START", START).replace("END", END).replace("ABSENT", ABSENT) + "}");
        return new AppointmentInvariants(fhir, new ElementTree(fhir), false)
                .beforeWrite(Requested.create(resource))
                .refusal()
                .map(refusal -> refusal.rule().id() + " " + String.join(",", refusal.elements()))
                .orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "status":"booked",START,END                                       | ``
        "status":"booked","start":"2026-03-09T09:00:00Z","end":"2026-03-09T09:00:00Z" | ``
        "status":"booked","start":"2026-03-09T09:00:00.123Z","end":"2026-03-09T10:00:00.5+01:00" | ``
        "status":"proposed"                                               | ``
        "status":"cancelled"                                              | ``
        "status":"booked"                                                 | base.invariant Appointment.start
        "status":"arrived"                                                | base.invariant Appointment.start
        "status":"noshow"                                                 | base.invariant Appointment.start
        "status":"proposed",START                                         | base.invariant Appointment.end
        "status":"proposed",END                                           | base.invariant Appointment.start
        "status":"booked","start":"2026-03-09T09:00:00Z","end":"2026-03-09T08:59:59Z" | base.invariant Appointment.end
        "status":"booked","start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:00:00+02:00" | base.invariant Appointment.end
        "status":"booked","start":"2026-03-09","end":"2026-03-09"         | body.value Appointment.start
        "status":"booked","start":"2026-03-09T09:00:00",END               | body.value Appointment.start
        "status":"booked","_start":ABSENT,"_end":ABSENT                   | ``
        "status":"booked","_start":ABSENT,END                             | ``
        "status":"booked","_start":ABSENT                                 | base.invariant Appointment.end
        "status":"proposed","participant":[{"status":"accepted"}]         | base.invariant Appointment.participant[0]
        "status":"proposed","participant":[{"actor":{"display":"x"}},{"actor":{}}] | base.invariant Appointment.participant[1]
        "status":"proposed","participant":[{"type":[{"text":"x"}]}]       | ``
        """)
    void areTheSameInBothVersions(String members, String expected) {
        assertThat(judged(Contracts.R4, members)).isEqualTo(expected);
        assertThat(judged(Contracts.DSTU3, members)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "status":"waitlist"                                               | ``
        "status":"checked-in"                                             | base.invariant Appointment.start
        "status":"cancelled","cancelationReason":{"text":"ill"}           | ``
        "status":"noshow",START,END,"cancelationReason":{"text":"ill"}    | ``
        "status":"booked",START,END,"cancelationReason":{"text":"ill"}    | base.invariant Appointment.cancelationReason
        "status":"booked",START,END,"cancelationReason":{}                | ``
        """)
    void knowTheNewStatesAndReasonsOfR4(String members, String expected) {
        assertThat(judged(Contracts.R4, members)).isEqualTo(expected);
    }

    @Test
    void areNobodyElses() {
        var slot = Contracts.R4.newJsonParser().parseResource("{\"resourceType\":\"Slot\",\"start\":\"2026-03-09\"}");

        assertThat(new AppointmentInvariants(Contracts.R4, new ElementTree(Contracts.R4), false)
                        .beforeWrite(Requested.create(slot))
                        .refusal())
                .isEmpty();
    }
}
