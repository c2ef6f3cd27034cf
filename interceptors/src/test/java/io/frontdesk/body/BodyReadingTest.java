package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyReadingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static BodyReading compile(Section body) {
        return BodyReading.compile(body, Contracts.R4, "Appointment");
    }

    private static JsonNode mended(String yaml, String sent) throws JsonProcessingException {
        JsonNode body = JSON.readTree(sent);
        Contracts.compiled(yaml, BodyReadingTest::compile).mend("Appointment", body);
        return body;
    }

    @ParameterizedTest
    @CsvSource({
        "2022-03-20T13:30, 2022-03-20T13:30:00Z",
        "2022-03-20T13:30Z, 2022-03-20T13:30:00Z",
        "2022-03-20T13:30:05, 2022-03-20T13:30:05Z",
        "2022-03-20T13:30+02:00, 2022-03-20T13:30:00+02:00",
        "2022-03-20T13:30:05.123, 2022-03-20T13:30:05.123Z",
        "2022-03-20T13:30:05.123-05:00, 2022-03-20T13:30:05.123-05:00",
        "2022-03-20, 2022-03-20",
        "2022-03-20T13, 2022-03-20T13",
        "13:30, 13:30"
    })
    void completesInstants(String sent, String read) throws JsonProcessingException {
        String yaml = "instants: {elements: [start], zone: Z}";

        assertThat(mended(yaml, "{\"start\":\"" + sent + "\",\"end\":\"" + sent + "\"}"))
                .isEqualTo(JSON.readTree("{\"start\":\"" + read + "\",\"end\":\"" + sent + "\"}"));
        assertThat(mended(yaml, "{\"start\":5}")).isEqualTo(JSON.readTree("{\"start\":5}"));
    }

    @Test
    void makesUpNoZone() throws JsonProcessingException {
        assertThat(mended("instants: {elements: [start]}", "{\"start\":\"2022-03-20T13:30\"}")
                        .path("start")
                        .asText())
                .isEqualTo("2022-03-20T13:30:00");
    }

    @Test
    void readsOtherTextsForWhatTheyStandFor() throws JsonProcessingException {
        assertThat(
                        mended(
                                "texts: {participant.actor.reference: {\"Practitioner/\": Practitioner/desk}}",
                                "{\"participant\":[{\"actor\":{\"reference\":\"Practitioner/\"}},{\"actor\":{\"reference\":\"Patient/\"}}]}"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"participant\":[{\"actor\":{\"reference\":\"Practitioner/desk\"}},{\"actor\":{\"reference\":\"Patient/\"}}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        instants: {elements: [status]}             | instants.elements[0]: 'status' is no instant
        instants: {elements: [start], zone: CET}   | instants.zone: 'CET' is no zone
        texts: {participant.actor: {a: b}}         | texts["participant.actor"].a: participant.actor is no plain element
        unknown: keep                              | unknown: is 'keep'
        """)
    void faultsWhatIsNotThere(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, BodyReadingTest::compile))
                .anySatisfy(line -> assertThat(line).startsWith("contract.yaml:1: " + fault));
    }
}
