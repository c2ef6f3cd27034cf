package io.frontdesk.base;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementTree;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseRulesTest {

    private static final String PARTICIPANT = "\"participant\":[{\"status\":\"accepted\"}]";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        "resourceType":"Appointment","status":"booked",PARTICIPANT                                   | -
        "resourceType":"Appointment",PARTICIPANT                                                     | Appointment.status
        "resourceType":"Appointment","status":"booked"                                               | Appointment.participant
        "resourceType":"Appointment","status":"booked","participant":[{"status":"accepted"},{"type":[{"text":"x"}]}] | Appointment.participant[1].status
        "resourceType":"Appointment","status":"booked",PARTICIPANT,"extension":[{"valueString":"x"}] | Appointment.extension[0].url
        "resourceType":"Appointment","status":"booked",PARTICIPANT,"text":{"status":"generated"}     | Appointment.text.div
        "resourceType":"Appointment","status":"booked",PARTICIPANT,"contained":[{"resourceType":"Appointment","id":"1","status":"booked"}] | Appointment.contained[0].participant
        "resourceType":"Patient"                                                                     | -
        "resourceType":"Patient","link":[{"type":"seealso"}]                                         | Patient.link[0].other
        "resourceType":"Encounter"                                                                   | Encounter.status
        """)
    void namesTheFirstElementThatFhirRequiresAndThatIsAbsent(String members, String element) {
        for (FhirContext fhir : List.of(Contracts.R4, Contracts.DSTU3)) {
            var resource = fhir.newJsonParser().parseResource("{" + members.replace("PARTICIPANT", PARTICIPANT) + "}");

            var refusal = new BaseRules(new ElementTree(fhir))
                    .beforeWrite(Requested.create(resource))
                    .refusal();

            assertThat(refusal.map(refused -> refused.rule().id()).orElse("-"))
                    .isEqualTo(element == null ? "-" : "base.required");
            refusal.ifPresent(refused -> assertThat(refused.elements()).containsExactly(element));
        }
    }
}
