package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePolicyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static CodePolicy compile(Section body) {
        return CodePolicy.compile(body, Contracts.R4, "Appointment");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {"participant":[{"status":"refused"},{"status":"accepted"}]} => {"participant":[{"status":"declined"},{"status":"accepted"}]}
        {"status":"refused"}                                         => {"status":"refused"}
        {"status":"check-in"}                                        => {"status":"checked-in"}
        {"participant":{"status":"refused"}}                         => {"participant":{"status":"declined"}}
        {"participant":[[{"status":"refused"}]]}                     => {"participant":[[{"status":"declined"}]]}
        {"participant":["refused",null,1]}                           => {"participant":["refused",null,1]}
        {"participant":[{"status":["refused"]}]}                     => {"participant":[{"status":["refused"]}]}
        {"participant":[{}]}                                         => {"participant":[{}]}
        {"contained":[{"participant":[{"status":"refused"}]}]}       => {"contained":[{"participant":[{"status":"refused"}]}]}
        """)
    void exchangesCodesAtTheirElementAlone(String sent, String read) throws JsonProcessingException {
        CodePolicy policy = Contracts.compiled("""
                codes:
                  participant.status: {refused: declined}
                  status: {check-in: checked-in}
                """, CodePolicyTest::compile);
        JsonNode body = JSON.readTree(sent);
        JsonNode untouched = JSON.readTree(sent);

        policy.exchange("Appointment", body);
        policy.exchange("Slot", untouched);

        assertThat(body).isEqualTo(JSON.readTree(read));
        assertThat(untouched).isEqualTo(JSON.readTree(sent));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        codes: {participant.status: {refused: refused}} => contract.yaml:1: codes["participant.status"].refused: stands for no code of participant.status; a code that FHIR binds the element to
        codes: {description: {a: b}}                    => contract.yaml:1: codes.description.a: stands for no code of description; a code that FHIR binds the element to
        codes: {nothing: {a: b}}                        => contract.yaml:1: codes.nothing.a: stands for no code of nothing; a code that FHIR binds the element to
        """)
    void faultsWhatFhirDoesNotKnow(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, CodePolicyTest::compile))
                .singleElement()
                .isEqualTo(fault);
    }
}
