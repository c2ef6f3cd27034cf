package io.frontdesk.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.time.Instant;
import java.util.Date;
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
        "ifMatch: required, versioned-update",
        "ifMatch: optional, versioned",
        "ifMatch: ignored, versioned",
        "'{ifMatch: optional, announced: versioned-update}', versioned-update",
        "'{ifMatch: required, announced: versioned}', versioned",
        "'{ifMatch: optional, announced: no-version}', no-version",
    })
    void announcesWhatTheContractSays(String section, String announced) {
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

    private static final String LATE = "Tue, 10 Mar 2026 09:00:01 GMT";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        any     | W/"2"        | true
        any     | "2"          | true
        weak    | W/"2"        | true
        weak    | W/"1", W/"2" | true
        weak    | *            | true
        weak    | "2"          | false
        weak    | W/"1", "2"   | false
        weak    | 2            | false
        """)
    void takesTheFormsOfTheContract(String form, String header, boolean wellFormed) {
        VersionPolicy policy = Contracts.compiled("{ifMatch: optional, form: " + form + "}", VersionPolicy::compile);

        assertThat(rule(policy.named(true, policy.ifMatch(List.of(header)), new Precondition.None())))
                .isEqualTo(wellFormed ? "" : "version.malformed");
    }

    @Test
    void looksAtNoEntityTagWhereTheyAreIgnored() {
        VersionPolicy policy = policy("ignored");

        assertThat(policy.ifMatch(List.of("abc"))).isInstanceOf(Precondition.None.class);
        assertThat(policy.ifNoneMatch(List.of("*"))).isInstanceOf(Precondition.None.class);
        assertThat(policy.required()).isFalse();
    }

    @Test
    void callsTheFirstVersionZero() {
        VersionPolicy policy = Contracts.compiled("{ifMatch: required, first: 0}", VersionPolicy::compile);

        Refusal stale =
                policy.current(header("W/\"1\""), header(null), "1").refusal().orElseThrow();
        assertThat(policy.current(header("W/\"0\""), header(null), "1").refusal())
                .isEmpty();
        assertThat(rule(policy.current(header(null), header("W/\"0\""), "1"))).isEqualTo("version.stale");
        assertThat(stale.headers()).containsEntry("ETag", "W/\"0\"");
        assertThat(stale.text()).endsWith("version 0 is the current one.");
        assertThat(stale.remedy()).endsWith("If-Match: W/\"0\".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        honoured | Tue, 10 Mar 2026 09:00:01 GMT   | -     | true
        honoured | Tuesday, 10-Mar-26 09:00:01 GMT | -     | true
        honoured | yesterday                       | -     | false
        honoured | Tue, 10 Mar 2026 09:00:01 GMT   | W/"1" | false
        ignored  | Tue, 10 Mar 2026 09:00:01 GMT   | -     | false
        """)
    void readsTheMomentWhereItCounts(String key, String header, String ifMatch, boolean counts) {
        VersionPolicy policy =
                Contracts.compiled("{ifMatch: optional, ifUnmodifiedSince: " + key + "}", VersionPolicy::compile);

        assertThat(policy.unmodifiedSince(List.of(header), header(ifMatch)).isPresent())
                .isEqualTo(counts);
        assertThat(policy.unmodifiedSince(List.of(LATE, LATE), header(null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T09:00:00Z, true",
        "2026-03-10T09:00:01.999Z, true",
        "2026-03-10T09:00:02Z, false",
    })
    void comparesMomentsInWholeSeconds(String changed, boolean allowed) {
        VersionPolicy policy =
                Contracts.compiled("{ifMatch: ignored, ifUnmodifiedSince: honoured}", VersionPolicy::compile);
        Date limit = policy.unmodifiedSince(List.of(LATE), header(null)).orElseThrow();

        Decision decision = policy.unmodified(limit, Date.from(Instant.parse(changed)));

        assertThat(rule(decision)).isEqualTo(allowed ? "" : "version.modified");
        decision.refusal()
                .ifPresent(refusal ->
                        assertThat(refusal.headers()).containsEntry("Last-Modified", "Tue, 10 Mar 2026 09:00:02 GMT"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        form: strong              => form: is 'strong'; one of any, weak is expected
        first: 2                  => first: is the number 2; a whole number from 0 to 1 is expected
        ifUnmodifiedSince: yes    => ifUnmodifiedSince: is the text 'yes'
        etag: weak                => etag: is 'weak'; one of none, sent is expected
        announced: none           => announced: is 'none'; one of no-version, versioned, versioned-update is expected
        """)
    void faultsFormsThatThereAreNot(String key, String fault) {
        assertThat(Contracts.faults("{ifMatch: optional, " + key + "}", VersionPolicy::compile))
                .singleElement()
                .asString()
                .startsWith("contract.yaml:1: " + fault.replace("is the text 'yes'", "is 'yes'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ifMatch: sometimes | is 'sometimes'
        ifMatch: true      | is true
        {}                 | is missing
        """)
    void faultsAnythingElse(String yaml, String wrong) {
        assertThat(Contracts.faults(yaml, VersionPolicy::compile))
                .containsExactly(
                        "contract.yaml:1: ifMatch: " + wrong + "; one of ignored, optional, required is expected");
    }
}
