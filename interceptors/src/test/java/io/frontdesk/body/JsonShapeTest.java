package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.testing.Contracts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonShapeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"status":"booked"}                                            | -
        {"status":["booked"]}                                          | Appointment.status
        {"status":{"a":1}}                                             | Appointment.status
        {"participant":[{"status":["accepted"]}]}                      | Appointment.participant[0].status
        {"participant":[{"actor":[{"reference":"Patient/1"}]}]}        | Appointment.participant[0].actor
        {"identifier":[{"value":{"a":1}}]}                             | Appointment.identifier[0].value
        {"extension":[{"url":["u"]}]}                                  | Appointment.extension[0].url
        {"modifierExtension":[{"url":"u","valueX":{}}]}                | -
        {"modifierExtension":[{"url":["u"]}]}                          | Appointment.modifierExtension[0].url
        {"participant":[{"extension":[{"url":"u","valueString":[]}]}]} | Appointment.participant[0].extension[0].valueString
        {"unknown":[[{"a":1}]]}                                        | -
        {"participant":[[{"status":"accepted"}]]}                      | Appointment.participant[0]
        {"contained":[{"resourceType":"Patient","active":[true]}]}     | Appointment.contained[0].active
        """)
    void namesTheFirstElementOfAnotherShape(String body, String path) throws JsonProcessingException {
        for (var fhir : List.of(Contracts.R4, Contracts.DSTU3)) {
            var decision = new JsonShape(fhir).check(new ObjectMapper().readTree(body), "Appointment");

            assertThat(decision.refusal()
                            .map(refusal -> refusal.elements().get(0))
                            .orElse("-"))
                    .isEqualTo(path);
        }
    }
}
