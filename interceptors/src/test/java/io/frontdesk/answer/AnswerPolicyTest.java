package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.IssueTypes;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Section;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Contracts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.OperationOutcome;
import org.hl7.fhir.dstu3.model.UriType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerPolicyTest {

    private static Refusal refusal(Rule rule) {
        return Refusal.of(rule, "It is wrong.", "Mend it.");
    }

    @ParameterizedTest
    @EnumSource
    void tellsEveryRuleInItsOwnStatusAndTypeByDefault(Rule rule) {
        AnswerPolicy policy = AnswerPolicy.standard();

        assertThat(policy.status(rule)).isEqualTo(rule.status()).isBetween(400, 599);
        assertThat(policy.code(rule)).isEqualTo(rule.issueType());
        assertThat(IssueTypes.known(rule.issueType(), FhirVersionEnum.DSTU3)).isTrue();
        assertThat(policy.diagnostics(refusal(rule))).isEqualTo("It is wrong. Mend it.");
        assertThat(Rule.of(rule.id())).contains(rule);
    }

    private static final String CODED = """
        refusals:
          profile: https://example.org/Outcome
          codings: {system: https://example.org/errors, codes: {NONE: "Not found", BAD: "Not good"}}
          statuses:
            "404": {coding: NONE}
            "422": {coding: BAD}
          rules:
            status.final: {coding: NONE}
            version.stale: {status: 404}
        """;

    @ParameterizedTest
    @CsvSource({"REFERENCE, BAD", "STATUS_FINAL, NONE", "NOT_FOUND, NONE", "VERSION_STALE, NONE", "TOKEN_MISSING, ''"})
    void putsTheContractsOwnCodeBeforeTheRule(Rule rule, String code) {
        AnswerPolicy policy = Contracts.compiled(CODED, AnswerPolicyTest::compile);
        OperationOutcome told = (OperationOutcome) new Refusals(Contracts.DSTU3, policy).outcome(refusal(rule));
        List<Coding> codings = told.getIssueFirstRep().getDetails().getCoding();

        assertThat(told.getMeta().getProfile())
                .extracting(UriType::getValue)
                .containsExactly("https://example.org/Outcome");
        assertThat(codings.get(codings.size() - 1).getSystem()).isEqualTo(Refusals.SYSTEM);
        assertThat(codings.get(codings.size() - 1).getCode()).isEqualTo(rule.id());
        assertThat(codings).hasSize(code.isEmpty() ? 1 : 2);
        if (!code.isEmpty()) {
            assertThat(codings.get(0).getSystem()).isEqualTo("https://example.org/errors");
            assertThat(codings.get(0).getCode()).isEqualTo(code);
            assertThat(codings.get(0).getDisplay()).isEqualTo(code.equals("BAD") ? "Not good" : "Not found");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {codings: {system: urn:x, codes: {}}}                                         => codings.codes: lists no code
        {codings: {system: urn:x, codes: {A: a}}, rules: {status.final: {coding: B}}} => coding: 'B' is not listed; one of answers.refusals.codings.codes: A
        {rules: {status.final: {coding: B}}}                                          => coding: 'B' is not listed
        """)
    void faultsACodeThatIsNotListed(String refusals, String fault) {
        assertThat(Contracts.faults("refusals: " + refusals, AnswerPolicyTest::compile))
                .anyMatch(line -> line.contains(fault));
    }

    @Test
    void tellsARuleInTheWordsOfTheContract() {
        AnswerPolicy policy = Contracts.compiled("""
                refusals:
                  code: processing
                  rules:
                    version.stale: {status: 409}
                    status.final: {code: conflict, text: "From {from} to {to}: {from} is {none}"}
                """, AnswerPolicyTest::compile);
        Refusal status = refusal(Rule.STATUS_FINAL).with("from", "a").with("to", "b");

        assertThat(policy.status(Rule.VERSION_STALE)).isEqualTo(409);
        assertThat(policy.code(Rule.VERSION_STALE)).isEqualTo("processing");
        assertThat(policy.diagnostics(refusal(Rule.VERSION_STALE))).isEqualTo("It is wrong. Mend it.");
        assertThat(policy.status(status.rule())).isEqualTo(422);
        assertThat(policy.code(status.rule())).isEqualTo("conflict");
        assertThat(policy.diagnostics(status)).isEqualTo("From a to b: a is {none}");
        assertThat(policy.details(status)).isEqualTo("It is wrong. Mend it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ACCESS_RIGHT     | 403 | Insufficient permission for update for Appointment
        STATUS_FINAL     | 422 | Status change not allowed
        VERSION_STALE    | 409 | It is wrong. Mend it.
        VERSION_LOCKED   | 409 | It is wrong. Mend it.
        VERSION_MISSING  | 412 | It is wrong. Mend it.
        SERVER_OWNED     | 422 | Manipulation of VDX identifiers not allowed
        UNKNOWN_ID       | 404 | Resource Appointment with id a1 is not found.
        """)
    void speaksTheDialectOfEhealthDk(Rule rule, int status, String diagnostics) {
        AnswerPolicy policy = Contracts.ehealthDk().answers();
        Refusal refusal = refusal(rule)
                .with("interaction", "update")
                .with("type", "Appointment")
                .with("id", "a1");

        assertThat(policy.status(refusal.rule())).isEqualTo(status);
        assertThat(policy.diagnostics(refusal)).isEqualTo(diagnostics);
        assertThat(policy.code(refusal.rule())).isEqualTo("processing");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        version.old: {status: 409}         | contract.yaml:3: refusals.rules["version.old"]: is no rule; one of
        version.stale: {status: 200}       | contract.yaml:3: refusals.rules["version.stale"].status: is the number 200; a whole number from 400 to 599 is expected
        version.stale: {code: stale}       | contract.yaml:3: refusals.rules["version.stale"].code: 'stale' is no FHIR issue type; one of invalid,
        version.stale: {words: stale}      | contract.yaml:3: refusals.rules["version.stale"].words: unknown key 'words'; known here: status, code, text, body
        version.stale: {body: html}        | contract.yaml:3: refusals.rules["version.stale"].body: is 'html'; one of none, outcome, plain is expected
        version.stale: 409                 | contract.yaml:3: refusals.rules["version.stale"]: is the number 409; a map is expected
        """)
    void faultsARuleThatIsWrong(String rule, String fault) {
        assertThat(Contracts.faults("refusals:\n  rules:\n    " + rule, AnswerPolicyTest::compile))
                .singleElement()
                .asString()
                .startsWith(fault);
    }

    @Test
    void tellsTheRulesOfAStatusUnlessTheySpeakForThemselves() {
        AnswerPolicy policy = Contracts.compiled("""
                refusals:
                  code: processing
                  statuses:
                    "409": {code: unknown, text: "No: {text} At {element}. {remedy}"}
                    404: {body: none}
                  rules:
                    version.stale: {status: 409}
                    request.conflict: {code: conflict, text: "Mine", body: plain}
                """, AnswerPolicyTest::compile);

        assertThat(policy.code(Rule.VERSION_STALE)).isEqualTo("unknown");
        assertThat(policy.diagnostics(refusal(Rule.VERSION_STALE).at("Appointment.start")))
                .isEqualTo("No: It is wrong. At Appointment.start. Mend it.");
        assertThat(policy.diagnostics(refusal(Rule.VERSION_STALE))).isEqualTo("No: It is wrong. At . Mend it.");
        assertThat(policy.code(Rule.CONFLICT)).isEqualTo("conflict");
        assertThat(policy.diagnostics(refusal(Rule.CONFLICT))).isEqualTo("Mine");
        assertThat(policy.code(Rule.NOT_FOUND)).isEqualTo("processing");
        assertThat(policy.bare(refusal(Rule.VERSION_STALE))).isEmpty();
        assertThat(policy.bare(refusal(Rule.CONFLICT))).contains("Mine");
        assertThat(policy.bare(refusal(Rule.NOT_FOUND))).contains("");
    }

    @Test
    void tellsByTheStatusOfTheRefusalItself() {
        AnswerPolicy policy = Contracts.compiled(
                "refusals: {statuses: {\"409\": {code: unknown, text: no, body: plain}}}", AnswerPolicyTest::compile);
        Refusal own = refusal(Rule.FIELD)
                .told(new OwnTelling(Optional.empty(), Optional.of(409), Optional.empty(), Optional.of("mine")));

        assertThat(policy.code(own)).isEqualTo("unknown");
        assertThat(policy.bare(own)).contains("mine");
        assertThat(policy.bare(refusal(Rule.FIELD))).isEmpty();
    }

    @Test
    void putsTheWordsWhereTheContractWantsThem() {
        AnswerPolicy policy = Contracts.compiled(
                "refusals: {words: details, id: \"101\", rules: {version.stale: {text: no}}}",
                AnswerPolicyTest::compile);

        assertThat(policy.id()).contains("101");
        assertThat(policy.details(refusal(Rule.VERSION_STALE))).isEqualTo("no");
        assertThat(policy.diagnostics(refusal(Rule.VERSION_STALE))).isEqualTo("It is wrong. Mend it.");
        assertThat(policy.details(refusal(Rule.CONFLICT))).isEqualTo("It is wrong. Mend it.");
        assertThat(policy.diagnostics(refusal(Rule.CONFLICT))).isEqualTo("It is wrong. Mend it.");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        statuses: {"200": {body: none}}       => contract.yaml:1: refusals.statuses.200: is no HTTP status of a refusal; one such as "404"
        statuses: {"4xx": {body: none}}       => contract.yaml:1: refusals.statuses.4xx: is no HTTP status of a refusal; one such as "404"
        statuses: {"404": {status: 400}}      => contract.yaml:1: refusals.statuses.404.status: unknown key 'status'; known here: code, text, body, coding
        words: expression                     => contract.yaml:1: refusals.words: is 'expression'; one of details, diagnostics is expected
        id: "a b"                             => contract.yaml:1: refusals.id: 'a b' is no FHIR id; such as "101"
        """)
    void faultsAShapeThatIsWrong(String key, String fault) {
        assertThat(Contracts.faults("refusals: {" + key + "}", AnswerPolicyTest::compile))
                .containsExactly(fault);
    }

    private static AnswerPolicy compile(Section section) {
        return AnswerPolicy.compile(section, Map.of(), FhirVersionEnum.R4);
    }

    @Test
    void laysTheContractsOwnWordsOverTheDialect() {
        Section dialect = Sections.parse(
                        "polite.yaml",
                        "version.stale: {status: 409, text: sorry}\nversion.locked: {status: 409}",
                        new Faults())
                .orElseThrow();

        AnswerPolicy policy = Contracts.compiled(
                "dialect: polite\nrefusals: {rules: {version.stale: {text: no}}}",
                section -> AnswerPolicy.compile(section, Map.of("polite", dialect), FhirVersionEnum.R4));

        assertThat(policy.status(Rule.VERSION_STALE)).isEqualTo(409);
        assertThat(policy.diagnostics(refusal(Rule.VERSION_STALE))).isEqualTo("no");
        assertThat(policy.status(Rule.VERSION_LOCKED)).isEqualTo(409);
        assertThat(policy.status(Rule.VERSION_MISSING)).isEqualTo(428);
    }

    /** What each built-in dialect says of a missing, a malformed and a stale version, and of a resource that is held. */
    @ParameterizedTest
    @CsvSource({
        "rfc6585, 428, 400, 412, 423",
        "r4, 400, 400, 412, 412",
        "stu3, 412, 400, 409, 409",
        "millennium, 412, 412, 409, 423",
        "canvas, 412, 400, 412, 412",
        "candid, 400, 400, 409, 409",
    })
    void knowsTheDialectsOfTheSystems(String name, int missing, int malformed, int stale, int locked) {
        Faults faults = new Faults();
        Section dialect = Sections.read(SourceFolder.builtIn("dialects"), name + ".yaml", faults)
                .orElseThrow();

        AnswerPolicy policy = Contracts.compiled(
                "dialect: " + name,
                section -> AnswerPolicy.compile(section, Map.of(name, dialect), FhirVersionEnum.R4));

        assertThat(faults.sorted()).isEmpty();
        assertThat(policy.status(Rule.VERSION_MISSING)).isEqualTo(missing);
        assertThat(policy.status(Rule.VERSION_MALFORMED)).isEqualTo(malformed);
        assertThat(policy.status(Rule.VERSION_STALE)).isEqualTo(stale);
        assertThat(policy.status(Rule.VERSION_LOCKED)).isEqualTo(locked);
    }

    @Test
    void faultsADialectThatIsNotBuiltIn() {
        assertThat(Contracts.faults(
                        "dialect: rude",
                        section -> AnswerPolicy.compile(
                                section,
                                Map.of(
                                        "polite",
                                        Sections.parse("polite.yaml", "{}", new Faults())
                                                .orElseThrow()),
                                FhirVersionEnum.R4)))
                .containsExactly("contract.yaml:1: dialect: is 'rude'; one of polite is expected");
    }

    @Test
    void faultsAnIssueTypeForAllThatFhirLacks() {
        assertThat(Contracts.faults("refusals: {code: sorry}", AnswerPolicyTest::compile))
                .singleElement()
                .asString()
                .startsWith("contract.yaml:1: refusals.code: 'sorry' is no FHIR issue type; one of");
    }

    @ParameterizedTest
    @EnumSource(names = {"DSTU3", "R4"})
    void takesTheIssueTypesOfItsFhirVersion(FhirVersionEnum version) {
        List<String> faults = Contracts.faults(
                "refusals: {rules: {request.ambiguous: {code: multiple-matches}}}",
                section -> AnswerPolicy.compile(section, Map.of(), version));

        assertThat(faults).hasSize(version == FhirVersionEnum.R4 ? 0 : 1);
    }
}
