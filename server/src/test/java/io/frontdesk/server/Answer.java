package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** What a server answered, byte by byte. */
public record Answer(int status, HttpHeaders headers, byte[] bytes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What no answer may hold: names of HAPI, of its classes and messages, and stack traces. */
    private static final List<String> INSIDES =
            List.of("HAPI-", "ca.uhn", "org.hl7", "java.", "jakarta.", "io.frontdesk.", "Exception", "\tat ", "SQL");

    private static final Pattern RULE_IN_XML = Pattern.compile("<code value=\"([a-z]+\\.[a-z-]+)\"/>");

    /** Returns the body as text, unpacked. */
    public String text() {
        if (!header("Content-Encoding").equals("gzip")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the body as JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(text());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text(), e);
        }
    }

    /** Returns a header's first value, or nothing. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Returns the version id in the ETag. */
    public String version() {
        return header("ETag").replaceAll("W/\"(.*)\"", "$1");
    }

    /** Returns the logical id of the resource in the body. */
    public String id() {
        return json().path("id").asText();
    }

    /** Asserts the status, showing the body if it is another. */
    public Answer is(int expected) {
        assertThat(status).as("status of %s", text()).isEqualTo(expected);
        return this;
    }

    /** Asserts that the answer carries the headers by which a client knows the version it sees. */
    public Answer showsVersion(String version) {
        assertThat(header("ETag")).isEqualTo("W/\"" + version + "\"");
        assertThat(header("Last-Modified")).matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} [\\d:]{8} GMT");
        assertThat(headers.allValues("ETag")).hasSize(1);
        assertThat(headers.allValues("Last-Modified")).hasSize(1);
        return this;
    }

    /** Asserts that a refusal tells the current version. */
    public Answer showsTag(String version) {
        assertThat(header("ETag")).isEqualTo("W/\"" + version + "\"");
        return this;
    }

    /** Asserts a refusal: status, an OperationOutcome with the rule, words to act on, and nothing of our insides. */
    public Answer refused(int expected, String rule) {
        is(expected);
        assertThat(rule()).as("rule of %s", text()).isEqualTo(rule);
        assertThat(text()).doesNotContain(INSIDES);
        assertThat(header("Content-Type")).matches("application/fhir\\+(json|xml);charset=(utf|UTF)-8");
        assertThat(header("X-Request-Id")).isNotEmpty();
        if (!xml()) {
            assertThat(json().path("resourceType").asText()).isEqualTo("OperationOutcome");
            assertThat(json().path("issue")).hasSize(1);
            assertThat(issue().path("severity").asText()).isEqualTo("error");
            assertThat(issue().path("diagnostics").asText()).isNotBlank();
            assertThat(issue().path("details").path("text").asText()).isNotBlank();
        }
        return this;
    }

    /** Asserts that a refusal names an element, as an expression or in its words. */
    public Answer names(String element) {
        String told = xml()
                ? text()
                : issue().path("expression") + " " + issue().path("details").path("text");
        assertThat(told).as("what %s names", text()).contains(element);
        return this;
    }

    /** Returns the one issue of a refusal. */
    public JsonNode issue() {
        return json().path("issue").path(0);
    }

    private boolean xml() {
        return header("Content-Type").contains("xml");
    }

    private String rule() {
        if (xml()) {
            Matcher rule = RULE_IN_XML.matcher(text());
            return rule.find() ? rule.group(1) : "";
        }
        // A contract's own code comes before ours.
        JsonNode codings = issue().at("/details/coding");
        JsonNode coding = codings.path(codings.size() - 1);
        assertThat(coding.path("system").asText()).as("system of %s", text()).isEqualTo("urn:frontdesk:refusal");
        return coding.path("code").asText();
    }
}
