package io.frontdesk.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionPolicyTest {

    private static VersionPolicy policy(String ifMatch) {
        return Contracts.compiled("ifMatch: " + ifMatch, VersionPolicy::compile);
    }

    @ParameterizedTest
    @CsvSource({
        "ifMatch: required, true",
        "ifMatch: optional, false",
        "'{ifMatch: optional, announced: versioned-update}', true",
        "'{ifMatch: required, announced: versioned}', false",
    })
    void announcesWhatTheContractSays(String section, boolean announced) {
        VersionPolicy policy = Contracts.compiled(section, VersionPolicy::compile);

        assertThat(policy.announced()).isEqualTo(announced);
        assertThat(policy.required()).isEqualTo(section.contains("required"));
    }

    private static Precondition header(String value) {
        return value == null ? new Precondition.None() : Precondition.of(List.of(value));
    }

    private static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        required | true  | W/"2" | -   | ``
        required | true  | -     | -   | version.missing
        required | true  | *     | -   | version.missing
        required | true  | -     | *   | version.missing
        required | true  | abc   | -   | version.malformed
        required | true  | W/"2" | abc | version.malformed
        required | false | -     | -   | ``
        required | false | *     | -   | ``
        required | false | abc   | -   | version.malformed
        optional | true  | -     | -   | ``
        optional | true  | *     | -   | ``
        optional | true  | "2"   | -   | ``
        optional | true  | abc   | -   | version.malformed
        """)
    void judgesWhatTheHeadersName(String ifMatch, boolean demanded, String match, String noneMatch, String rule) {
        assertThat(rule(policy(ifMatch).named(demanded, header(match), header(noneMatch))))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        W/"2"      | -         | ``
        "1", "2"   | -         | ``
        *          | -         | ``
        -          | -         | ``
        W/"1"      | -         | version.stale
        W/"02"     | -         | version.stale
        W/"3"      | -         | version.stale
        -          | *         | version.stale
        -          | W/"2"     | version.stale
        -          | W/"1"     | ``
        W/"2"      | W/"2"     | version.stale
        """)
    void judgesAgainstTheStoredVersionTwo(String match, String noneMatch, String rule) {
        assertThat(rule(policy("optional").current(header(match), header(noneMatch), "2")))
                .isEqualTo(rule);
    }

    @Test
    void tellsTheCurrentVersionAndWhatToDo() {
        Refusal refusal = policy("required")
                .current(header("W/\"1\""), header(null), "2")
                .refusal()
                .orElseThrow();

        assertThat(refusal.text())
                .isEqualTo(
                        "The resource has changed since the version named in If-Match: version 2 is the current one.");
        assertThat(refusal.remedy()).endsWith("send If-Match: W/\"2\".");
        assertThat(refusal.headers()).containsEntry("ETag", "W/\"2\"");
        assertThat(refusal.facts()).containsEntry("current", "2");
    }

    @Test
    void tellsTheLoserOfARaceToComeBack() {
        Refusal refusal = policy("required").held().refusal().orElseThrow();

        assertThat(refusal.rule().status()).isEqualTo(423);
        assertThat(refusal.headers()).containsEntry("Retry-After", "1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ifMatch: sometimes | is 'sometimes'
        ifMatch: true      | is true
        {}                 | is missing
        """)
    void faultsAnythingElse(String yaml, String wrong) {
        assertThat(Contracts.faults(yaml, VersionPolicy::compile))
                .containsExactly("contract.yaml:1: ifMatch: " + wrong + "; one of optional, required is expected");
    }
}
