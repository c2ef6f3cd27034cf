package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.frontdesk.testing.Contracts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictParsingTest {

    private static StrictParsing.Stopped stopped(IParser parser, String body) {
        parser.setParserErrorHandler(new StrictParsing());
        return catchThrowableOfType(StrictParsing.Stopped.class, () -> parser.parseResource(body));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        body.element   | colour      | "colour":"red"
        body.value     | status      | "status":"Secret"
        body.value     | start       | "start":"Secret"
        body.shape     | participant | "participant":"Secret"
        body.shape     | participant | "participant":["Secret"]
        body.shape     | serviceCategory | "serviceCategory":7
        body.element   | contained   | "contained":[{"resourceType":"Patient"}]
        """)
    void stopsAtWhatHapiWouldDropOrMend(String rule, String element, String member) {
        for (FhirContext fhir : List.of(Contracts.R4, Contracts.DSTU3)) {
            StrictParsing.Stopped stopped =
                    stopped(fhir.newJsonParser(), "{\"resourceType\":\"Appointment\"," + member + "}");

            assertThat(stopped).isNotNull();
            assertThat(stopped.refusal().rule().id()).isEqualTo(rule);
            assertThat(stopped.element()).isEqualTo(element);
            assertThat(stopped.refusal().toString()).doesNotContain("Secret");
        }
    }

    @Test
    void tellsACodeBackAndNoOtherValue() {
        assertThat(stopped(Contracts.R4.newJsonParser(), "{\"resourceType\":\"Appointment\",\"status\":\"perhaps\"}")
                        .refusal()
                        .text())
                .isEqualTo("The element status cannot hold the value 'perhaps' that was sent.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        body.element | <colour value="red"/>
        body.value   | <status value="perhaps"/>
        body.shape   | <status value="booked"/><status value="arrived"/>
        body.element | <status value="booked" colour="red"/>
        """)
    void readsXmlAsStrictly(String rule, String element) {
        StrictParsing.Stopped stopped = stopped(
                Contracts.R4.newXmlParser(),
                "<Appointment xmlns=\"http://hl7.org/fhir\">" + element + "</Appointment>");

        assertThat(stopped).isNotNull();
        assertThat(stopped.refusal().rule().id()).isEqualTo(rule);
    }
}
