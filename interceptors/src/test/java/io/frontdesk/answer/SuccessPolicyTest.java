package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessPolicyTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {}                                                   => REPRESENTATION,true,true,false,true,true
        body: none                                           => NONE,true,true,false,true,true
        body: representation                                 => REPRESENTATION,true,true,false,true,true
        {body: "null", prefer: ignored}                      => NULL,false,true,false,true,true
        prefer: honoured                                     => REPRESENTATION,true,true,false,true,true
        location: {on: []}                                   => REPRESENTATION,true,false,false,true,true
        location: {on: [create]}                             => REPRESENTATION,true,true,false,true,true
        location: {on: [update], form: absolute}             => REPRESENTATION,true,false,true,true,true
        location: {on: [create, update], version: false}     => REPRESENTATION,true,true,true,false,true
        location: {on: [create], form: relative}             => REPRESENTATION,true,true,false,true,false
        """)
    void readsWhatIsThere(String yaml, String expected) {
        SuccessPolicy policy = Contracts.compiled(yaml, SuccessPolicy::compile);

        LocationForm location = policy.location();
        assertThat(List.of(
                                policy.body(),
                                policy.prefer(),
                                location.created(),
                                location.updated(),
                                location.version(),
                                location.absolute())
                        .stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")))
                .isEqualTo(expected);
    }

    @Test
    void readsHeadersAndTheMediaType() {
        SuccessPolicy policy = Contracts.compiled(
                "{contentType: text/html, headers: {Cache-Control: no-cache, Vary: Origin}}", SuccessPolicy::compile);

        assertThat(policy.contentType()).contains("text/html");
        assertThat(policy.headers()).containsOnly(Map.entry("Cache-Control", "no-cache"), Map.entry("Vary", "Origin"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, https://a.example/fhir/Appointment/1/_history/2, https://a.example/fhir/Appointment/1/_history/2",
        "false, true, https://a.example/fhir/Appointment/1/_history/2, https://a.example/fhir/Appointment/1",
        "true, false, https://a.example/fhir/Appointment/1/_history/2, /Appointment/1/_history/2",
        "false, false, https://a.example/fhir/Appointment/1/_history/2, /Appointment/1",
        "false, false, https://a.example/fhir, https://a.example/fhir",
        "false, false, https://b.example/fhir/Appointment/1, https://b.example/fhir/Appointment/1",
    })
    void writesAnAddress(boolean version, boolean absolute, String address, String expected) {
        LocationForm form = new LocationForm(true, true, version, absolute);

        assertThat(form.of(address, "https://a.example/fhir")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        body: null-body                  => contract.yaml:1: body: is 'null-body'; one of none, null, representation is expected
        prefer: sometimes                => contract.yaml:1: prefer: is 'sometimes'; one of honoured, ignored is expected
        contentType: html                => contract.yaml:1: contentType: 'html' is no media type; one such as text/html
        headers: {ETag: "1"}             => contract.yaml:1: headers.ETag: is no header that a contract can set; one such as Cache-Control
        headers: {X-Request-Id: "1"}     => contract.yaml:1: headers.X-Request-Id: is no header that a contract can set; one such as Cache-Control
        headers: {"a b": "1"}            => contract.yaml:1: headers["a b"]: is no header that a contract can set; one such as Cache-Control
        headers: {Vary: "Or\u00efgin"}    => contract.yaml:1: headers.Vary: is no value of a header; printable ASCII
        location: {on: [patch]}          => contract.yaml:1: location.on: is no list of answers with a Location; of create and update; [] for none
        location: {on: [], form: short}  => contract.yaml:1: location.form: is 'short'; one of absolute, relative is expected
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, SuccessPolicy::compile))
                .singleElement()
                .isEqualTo(fault);
    }
}
