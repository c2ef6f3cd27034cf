package io.frontdesk.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Encounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectPolicyTest {

    private static final String MAKE = """
            make: '{"resourceType": "Encounter", "status": "arrived", "subject": {"reference": "{actor:Patient}"}, "appointment": [{"reference": "{appointment}"}]}'
            """;
    private static final String HEAD = "effects:\n- effect: encounter\n  on: [arrived, checked-in]\n  ";
    private static final EffectPolicy POLICY = Contracts.compiled(
            HEAD + "ensure: Encounter\n  by: appointment\n  usable: [planned, arrived]\n  " + MAKE,
            EffectPolicyTest::compile);

    private static EffectPolicy compile(Section contract) {
        return EffectPolicy.compile(contract, Contracts.R4, "Appointment", Set.of("Appointment", "Encounter"));
    }

    private static IBaseResource visit(String status, String... actors) {
        StringBuilder participants = new StringBuilder();
        for (String actor : actors) {
            participants
                    .append(participants.isEmpty() ? "" : ",")
                    .append("{\"actor\":{\"reference\":\"")
                    .append(actor)
                    .append("\"}}");
        }
        return Contracts.R4
                .newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\",\"id\":\"7\",\"status\":\"" + status
                        + "\",\"participant\":[" + participants + "]}");
    }

    @ParameterizedTest
    @CsvSource({
        "booked,     arrived,    1",
        "arrived,    checked-in, 1",
        "arrived,    arrived,    0",
        "checked-in, cancelled,  0",
        "'',         arrived,    1",
        "'',         booked,     0"
    })
    void belongsToTheStatusThatAnAppointmentComesTo(String from, String to, int effects) {
        Optional<IBaseResource> before = from.isEmpty() ? Optional.empty() : Optional.of(visit(from));

        assertThat(POLICY.of(before, visit(to))).hasSize(effects);
    }

    @Test
    void fillsInTheAppointmentAndTheFirstParticipantOfAType() {
        IBaseResource visit = visit("arrived", "Practitioner/1", "Patient/2/_history/3", "Patient/4");

        Encounter made = (Encounter)
                POLICY.make(POLICY.of(Optional.empty(), visit).get(0), visit).orElseThrow();

        assertThat(made.getStatus()).isEqualTo(Encounter.EncounterStatus.ARRIVED);
        assertThat(made.getSubject().getReference()).isEqualTo("Patient/2");
        assertThat(made.getAppointmentFirstRep().getReference()).isEqualTo("Appointment/7");
    }

    @ParameterizedTest
    @CsvSource({"Practitioner/1", "https://other.example.org/Patient/1", "Patient/a\"b"})
    void makesNothingWithoutAParticipantToFillIn(String actor) {
        IBaseResource visit = visit("arrived", actor.replace("\"", "\\\""));

        assertThat(POLICY.make(POLICY.of(Optional.empty(), visit).get(0), visit))
                .isEmpty();
    }

    @Test
    void knowsWhichStoredOnesWillDo() {
        Effect effect = POLICY.of(Optional.empty(), visit("arrived")).get(0);

        assertThat(effect.uses("planned")).isTrue();
        assertThat(effect.uses("finished")).isFalse();
    }

    @Test
    void leavesOtherTypesAlone() {
        assertThat(POLICY.of(Optional.empty(), new Encounter().setStatus(Encounter.EncounterStatus.ARRIVED)))
                .isEmpty();
        assertThat(Contracts.compiled("{}", EffectPolicyTest::compile).demandsAny())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        ensure: Patient, by: appointment, make: '{}'                                => 'Patient' is not stored here
        ensure: Encounter, by: slot, make: '{"resourceType":"Encounter"}'           => 'slot' is no search parameter of Encounter
        ensure: Encounter, by: appointment, make: '{"resourceType":"Patient"}'      => makes a resource of type Patient
        ensure: Encounter, by: appointment, make: '{"resourceType":"Encounter","x":1}' => is no resource
        ensure: Encounter, by: appointment, make: nothing                           => is no resource
        ensure: Encounter, by: appointment, usable: [seen], make: '{"resourceType":"Encounter"}' => 'seen' is no status
        """)
    void faultsWhatCannotBeBroughtAbout(String keys, String fault) {
        assertThat(Contracts.faults(
                        "effects: [{effect: visit, on: [arrived], " + keys + "}]", EffectPolicyTest::compile))
                .anyMatch(line -> line.contains(fault));
    }
}
