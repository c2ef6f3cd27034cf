package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {

    private final BodyScan scan = new BodyScan(new BodyLimits(1_000, 3, 10, 1, 10));

    private static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"resourceType":"Appointment"}                              | ``
        {"a":{"resourceType":"Patient"},"resourceType":"Appointment"} | ``
        {"resourceType":"Appointment","a":-1.25e+10}                | ``
        {"resourceType":"Appointment","a":[[1]]}                    | ``
        {"resourceType":"Appointment","a":[[[1]]]}                  | body.too-deep
        {"resourceType":"Appointment","a":1e1000}                   | body.malformed
        {"resourceType":"Appointment","a":NaN}                      | body.malformed
        {"resourceType":"Appointment","a":01}                       | body.malformed
        {"resourceType":"Appointment","a":1,"a":1}                  | body.malformed
        {"resourceType":"Appointment"} {"resourceType":"Patient"}   | body.malformed
        {"resourceType":"Patient"} {"resourceType":"Appointment"}   | body.malformed
        {"resourceType":"Appointment"} 1                            | body.malformed
        {"resourceType":"Appointment"} x                            | body.malformed
        {"resourceType":"Appointment"                               | body.malformed
        {'resourceType':'Appointment'}                              | body.malformed
        {"resourceType":"Patient"}                                  | body.type
        {"resourceType":["Appointment"]}                            | body.type
        {"a":{"resourceType":"Appointment"}}                        | body.type
        {"resourceType":"appointment"}                              | body.type
        ["Appointment"]                                             | body.type
        "Appointment"                                               | body.type
        null                                                        | body.type
        """)
    void judgesJson(String body, String rule) {
        assertThat(rule(scan.json(body, "Appointment").decision())).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"op":"remove","path":"/a"}]       | ``
        [] []                               | body.malformed
        [[[[1]]]]                           | body.too-deep
        ``                                  | body.malformed
        """)
    void takesAnyJsonWhereNoTypeIsAskedFor(String body, String rule) {
        assertThat(rule(scan.json(body, "").decision())).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <Appointment xmlns="http://hl7.org/fhir"><a><b/></a></Appointment>     | ``
        <?xml version="1.0"?><!-- x --><Appointment/>                          | ``
        <Appointment><a><b><c/></b></a></Appointment>                          | body.too-deep
        <Patient><Appointment/></Patient>                                      | body.type
        <Appointment>                                                          | body.malformed
        <Appointment/><Appointment/>                                           | body.malformed
        <Appointment a="1" a="2"/>                                             | body.malformed
        <Appointment>&e;</Appointment>                                         | body.malformed
        <!DOCTYPE Appointment><Appointment/>                                   | body.malformed
        <!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Appointment>&e;</Appointment> | body.malformed
        ``                                                                     | body.malformed
        {"resourceType":"Appointment"}                                         | body.malformed
        """)
    void judgesXml(String body, String rule) {
        assertThat(rule(scan.xml(body, "Appointment"))).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 999, 1_001})
    void takesNumbersOfUpToSixtyFourDigits(int digits) {
        String rule = rule(scan.json("[" + "1".repeat(digits) + "]", "").decision());

        assertThat(rule).isEqualTo(digits > 64 ? "body.malformed" : "");
    }

    @Test
    void namesTheLineOfAFault() {
        Refusal refusal = scan.json("{\n\"resourceType\":\n}", "Appointment")
                .decision()
                .refusal()
                .orElseThrow();

        assertThat(refusal.remedy()).isEqualTo("Look at line 3 of the body.");
    }
}
