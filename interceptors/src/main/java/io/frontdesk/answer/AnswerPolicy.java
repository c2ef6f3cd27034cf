package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dialect of a contract: in which status, issue type, words and shape it tells each refusal. Compiled from the section {@code
 * answers}:
 *
 * <pre>
 * answers:
 *   dialect: stu3                         # a built-in way to tell rules, over which the contract lays its own; optional
 *   refusals:
 *     code: processing                    # one issue type for all refusals; optional
 *     words: details                      # where the contract's words stand: diagnostics | details; optional
 *     id: "101"                           # the id of every OperationOutcome; optional
 *     profile: https://example.org/Outcome # what every OperationOutcome claims to be; optional
 *     codings:                            # the contract's own codes of refusals, before ours in details.coding; optional
 *       system: https://example.org/errors
 *       codes: {NO_RECORD: "No record found"}
 *     statuses:                           # by HTTP status; code, text, body and coding are each optional
 *       "404": {text: "Resource not found", coding: NO_RECORD}
 *       "406": {body: none}
 *     rules:
 *       version.stale: {status: 409}      # by rule id; status, code, text, body and coding are each optional
 *       status.final: {text: "Status change not allowed"}
 * </pre>
 *
 * A text may name facts of the refusal in braces, such as {@code {type}}, and of every one {@code {text}}, {@code {remedy}} and
 * {@code {element}}. What a rule says goes before what its status says. A body is an {@code outcome}, the words as {@code plain}
 * text, or {@code none}; in a bundle each refused entry has its outcome.
 */
public final class AnswerPolicy {

    private static final Map<String, Boolean> WORDS = Map.of("diagnostics", false, "details", true);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");

    private final Optional<String> code;
    private final boolean wordsInDetails;
    private final Optional<String> id;
    private final Optional<String> profile;
    private final Map<Rule, Telling> rules;
    private final Map<Integer, Telling> statuses;

    private AnswerPolicy(
            Optional<String> code,
            boolean wordsInDetails,
            Optional<String> id,
            Optional<String> profile,
            Map<Rule, Telling> rules,
            Map<Integer, Telling> statuses) {
        this.code = code;
        this.wordsInDetails = wordsInDetails;
        this.id = id;
        this.profile = profile;
        this.rules = Map.copyOf(rules);
        this.statuses = Map.copyOf(statuses);
    }

    /** Returns the dialect that tells every rule in its default status and type. */
    public static AnswerPolicy standard() {
        return new AnswerPolicy(Optional.empty(), false, Optional.empty(), Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Compiles the section; faults unknown dialects and rules, statuses that are no refusal and issue types that FHIR lacks.
     *
     * @param dialects the dialects that a contract may name: how each tells its rules
     * @param version the FHIR version of which issue types may be told
     */
    public static AnswerPolicy compile(Section answers, Map<String, Section> dialects, FhirVersionEnum version) {
        Map<Rule, Telling> rules = new EnumMap<>(Rule.class);
        if (answers.has("dialect")) {
            Section dialect = answers.choice("dialect", dialects);
            readRules(dialect, rules, version, OwnCodes.none());
            dialect.close();
        }
        return answers.optionalSection("refusals")
                .map(refusals -> read(refusals, rules, version))
                .orElseGet(() ->
                        new AnswerPolicy(Optional.empty(), false, Optional.empty(), Optional.empty(), rules, Map.of()));
    }

    private static AnswerPolicy read(Section refusals, Map<Rule, Telling> rules, FhirVersionEnum version) {
        Map<Integer, Telling> statuses = new HashMap<>();
        OwnCodes codes =
                refusals.optionalSection("codings").map(OwnCodes::compile).orElseGet(OwnCodes::none);
        refusals.optionalSection("statuses").ifPresent(section -> readStatuses(section, statuses, version, codes));
        refusals.optionalSection("rules").ifPresent(section -> readRules(section, rules, version, codes));
        Optional<String> id = refusals.optionalText("id");
        id.filter(given -> !ID.matcher(given).matches())
                .ifPresent(given -> refusals.fault("id", "'" + given + "' is no FHIR id", "such as \"101\""));
        AnswerPolicy policy = new AnswerPolicy(
                Telling.issueType(refusals, version),
                refusals.has("words") && refusals.choice("words", WORDS),
                id,
                refusals.optionalText("profile"),
                rules,
                statuses);
        refusals.close();
        return policy;
    }

    private static void readRules(Section section, Map<Rule, Telling> rules, FhirVersionEnum version, OwnCodes codes) {
        for (String id : section.keys()) {
            Section telling = section.section(id);
            Optional<Rule> rule = Rule.of(id);
            if (rule.isEmpty()) {
                section.fault(id, "is no rule", "one of " + ids());
            }
            Telling told = Telling.ofRule(telling, version, codes);
            rule.ifPresent(known -> rules.merge(known, told, Telling::over));
        }
    }

    private static void readStatuses(
            Section section, Map<Integer, Telling> statuses, FhirVersionEnum version, OwnCodes codes) {
        for (String status : section.keys()) {
            Telling told = Telling.ofStatus(section.section(status), version, codes);
            if (STATUS.matcher(status).matches()) {
                statuses.put(Integer.valueOf(status), told);
            } else {
                section.fault(status, "is no HTTP status of a refusal", "one such as \"404\"");
            }
        }
    }

    private static String ids() {
        return Stream.of(Rule.values()).map(Rule::id).collect(Collectors.joining(", "));
    }

    /** Returns the HTTP status in which the rule is told. */
    public int status(Rule rule) {
        return telling(rule).status().orElse(rule.status());
    }

    /** Returns the HTTP status in which the refusal is told. */
    public int status(Refusal refusal) {
        return refusal.own().status().orElseGet(() -> status(refusal.rule()));
    }

    /** Returns the FHIR issue type in which the refusal is told. */
    public String code(Refusal refusal) {
        return refusal.own().issueType().orElseGet(() -> code(refusal.rule(), status(refusal)));
    }

    /** Returns the FHIR issue type in which the rule is told. */
    public String code(Rule rule) {
        return code(rule, status(rule));
    }

    private String code(Rule rule, int status) {
        return telling(rule)
                .code()
                .or(() -> telling(status).code())
                .or(() -> code)
                .orElse(rule.issueType());
    }

    /** Returns the sentence for {@code issue.diagnostics}. */
    public String diagnostics(Refusal refusal) {
        return wordsInDetails ? advice(refusal) : words(refusal);
    }

    /** Returns the sentence for {@code issue.details.text}. */
    public String details(Refusal refusal) {
        return wordsInDetails ? words(refusal) : advice(refusal);
    }

    /** Returns the id of every OperationOutcome, if the contract gives one. */
    Optional<String> id() {
        return id;
    }

    /** Returns what every OperationOutcome claims to be, if the contract says so. */
    Optional<String> profile() {
        return profile;
    }

    /** Returns the contract's own code of a refusal, if it has one. */
    Optional<OwnCodes.Code> coding(Refusal refusal) {
        return coding(refusal.rule(), status(refusal));
    }

    private Optional<OwnCodes.Code> coding(Rule rule, int status) {
        return telling(rule).coding().or(() -> telling(status).coding());
    }

    /** Returns the text that is sent in place of an OperationOutcome, which may be empty; nothing where an outcome is sent. */
    public Optional<String> bare(Refusal refusal) {
        Telling.Body body = telling(refusal.rule())
                .body()
                .or(() -> telling(status(refusal)).body())
                .orElse(Telling.Body.OUTCOME);
        return switch (body) {
            case OUTCOME -> Optional.empty();
            case PLAIN -> Optional.of(words(refusal));
            case NONE -> Optional.of("");
        };
    }

    /** Returns the contract's own words, else ours. */
    private String words(Refusal refusal) {
        return refusal.own()
                .text()
                .or(() -> telling(refusal.rule()).text())
                .or(() -> telling(status(refusal)).text())
                .map(text -> fill(text, refusal))
                .orElseGet(() -> advice(refusal));
    }

    /** What is wrong and what to do about it. */
    private static String advice(Refusal refusal) {
        return refusal.text() + " " + refusal.remedy();
    }

    private Telling telling(Rule rule) {
        return rules.getOrDefault(rule, Telling.NONE);
    }

    private Telling telling(int status) {
        return statuses.getOrDefault(status, Telling.NONE);
    }

    private static String fill(String text, Refusal refusal) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("text", refusal.text());
        facts.put("remedy", refusal.remedy());
        facts.put(
                "element",
                refusal.elements().isEmpty() ? "" : refusal.elements().get(0));
        facts.putAll(refusal.facts());
        String filled = text;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            filled = filled.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return filled;
    }

    /** Returns the code by which the contract's clients know a rule, if it has one. */
    public Optional<String> ownCode(Rule rule) {
        return coding(rule, status(rule)).map(OwnCodes.Code::code);
    }

    /** Returns the code by which the contract's clients know a refusal, if it has one. */
    public Optional<String> ownCode(Refusal refusal) {
        return coding(refusal).map(OwnCodes.Code::code);
    }

    /** Returns the contract's own words for a rule, with facts in braces, if it has any. */
    public Optional<String> ownWords(Rule rule) {
        return telling(rule).text().or(() -> telling(status(rule)).text());
    }
}
