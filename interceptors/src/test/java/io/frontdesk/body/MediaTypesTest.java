package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Caller;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

    private static String rule(
            Interaction interaction, List<String> contentType, List<String> accept, List<String> format) {
        return rule(new Formats(true), interaction, contentType, accept, format);
    }

    private static String rule(
            Formats formats,
            Interaction interaction,
            List<String> contentType,
            List<String> accept,
            List<String> format) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Accept", accept);
        Map<String, List<String>> parameters = format.isEmpty() ? Map.of() : Map.of("_format", format);
        return new MediaTypes(formats, true)
                .beforeBody(new Request(
                        interaction,
                        "Appointment",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Caller.Anonymous(),
                        headers,
                        parameters,
                        Set.of()))
                .refusal()
                .map(refusal -> refusal.rule().id())
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        application/fhir+json       | application/json                        | ``                   | ``
        application/json            | */*                                     | json                 | ``
        application/fhir+json       | application/fhir+xml, application/json;q=0.1 | ``              | ``
        application/json-patch+json | application/fhir+json                   | ``                   | body.media-type
        application/fhir+xml        | application/fhir+json                   | ``                   | body.media-type
        application/fhir+json       | application/fhir+xml                    | ``                   | answer.not-acceptable
        application/fhir+json       | application/fhir+json                   | xml                  | answer.not-acceptable
        application/fhir+json       | application/fhir+json                   | application/fhir+xml | answer.not-acceptable
        """)
    void takesJsonOnlyWhereTheContractHasNoXml(String contentType, String accept, String format, String rule) {
        assertThat(rule(
                        new Formats(false),
                        Interaction.UPDATE,
                        List.of(contentType),
                        List.of(accept),
                        format.isEmpty() ? List.of() : List.of(format)))
                .isEqualTo(rule);
        assertThat(new MediaTypes(new Formats(false), true).patchFormats())
                .containsExactly("application/json-patch+json", "application/fhir+json");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {}                       => true
        formats: [json]          => false
        formats: [xml, json]     => true
        """)
    void readsTheFormatsOfAContract(String yaml, boolean xml) {
        assertThat(Contracts.compiled(yaml, Formats::compile).xml()).isEqualTo(xml);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        formats: [xml]
        formats: [json, turtle]
        formats: []
        """)
    void faultsFormatsThatThereAreNot(String yaml) {
        assertThat(Contracts.faults(yaml, Formats::compile))
                .containsExactly("contract.yaml:1: formats: is no list of formats; [json] or [json, xml]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        application/fhir+json                       | JSON
        application/json+fhir                       | JSON
        Application/JSON ; charset=utf-8            | JSON
        text/json                                   | JSON
        application/fhir+xml;fhirVersion=4.0        | XML
        application/xml+fhir                        | XML
        text/xml                                    | XML
        application/json-patch+json                 | JSON_PATCH
        application/xml-patch+xml                   |
        application/fhir+turtle                     |
        application/*                               |
        json                                        |
        """)
    void knowsTheFormatsByTheirNames(String contentType, MediaTypes.Format format) {
        assertThat(MediaTypes.format(contentType)).isEqualTo(Optional.ofNullable(format));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CREATE | application/fhir+json                    | ``
        UPDATE | application/fhir+xml; charset="utf-8"    | ``
        UPDATE | application/fhir+xml; charset=utf8       | ``
        UPDATE | application/fhir+json; charset=latin1    | body.media-type
        CREATE | application/json-patch+json              | body.media-type
        PATCH  | application/json-patch+json              | ``
        PATCH  | application/fhir+json                    | ``
        PATCH  | application/json                         | body.media-type
        CONDITIONAL_UPDATE | text/plain                   | body.media-type
        BUNDLE | application/json-patch+json              | body.media-type
        READ   | image/png                                | ``
        """)
    void readsBodiesByInteraction(Interaction interaction, String contentType, String rule) {
        assertThat(rule(interaction, List.of(contentType), List.of(), List.of()))
                .isEqualTo(rule);
    }

    @Test
    void asksForOneContentType() {
        assertThat(rule(Interaction.CREATE, List.of(), List.of(), List.of())).isEqualTo("body.media-type");
        assertThat(rule(
                        Interaction.CREATE,
                        List.of("application/fhir+json", "application/fhir+xml"),
                        List.of(),
                        List.of()))
                .isEqualTo("body.media-type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        */*                                             | ``
        application/*                                   | ``
        text/html, application/fhir+json;q=0.1          | ``
        text/html                                       | answer.not-acceptable
        application/fhir+json;q=0                       | answer.not-acceptable
        application/fhir+json; Q=0.000; x=y             | answer.not-acceptable
        application/fhir+json;q=0, application/fhir+xml | ``
        application/fhir+json;q=0.01                    | ``
        application/json-patch+json                     | answer.not-acceptable
        """)
    void answersInWhatIsAccepted(String accept, String rule) {
        assertThat(rule(Interaction.READ, List.of(), List.of(accept), List.of()))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        json                  | ``
        xml                   | ``
        application/fhir json | ``
        application/fhir+xml  | ``
        text/html             | answer.not-acceptable
        ttl                   | answer.not-acceptable
        html/json             | answer.not-acceptable
        """)
    void letsTheFormatParameterGoBeforeAccept(String format, String rule) {
        assertThat(rule(Interaction.READ, List.of(), List.of("image/png"), List.of(format)))
                .isEqualTo(rule);
    }
}
