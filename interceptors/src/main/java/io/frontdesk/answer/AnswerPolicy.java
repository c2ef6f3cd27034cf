package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.IssueTypes;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dialect of a contract: in which status, issue type and words it tells each refusal. Compiled from the section {@code
 * answers}:
 *
 * <pre>
 * answers:
 *   dialect: stu3                         # a built-in way to tell rules, over which the contract lays its own; optional
 *   refusals:
 *     code: processing                    # one issue type for all refusals; optional
 *     rules:
 *       version.stale: {status: 409}      # by rule id; status, code and text are each optional
 *       status.final: {text: "Status change not allowed"}
 * </pre>
 *
 * A text may name facts of the refusal in braces, such as {@code {type}}; it stands in {@code issue.diagnostics} as it is.
 */
public final class AnswerPolicy {

    /** How one rule is told. */
    private record Telling(Optional<Integer> status, Optional<String> code, Optional<String> text) {

        /** Returns what the other one says, and this one where the other is silent. */
        Telling over(Telling other) {
            return new Telling(other.status.or(() -> status), other.code.or(() -> code), other.text.or(() -> text));
        }
    }

    private final Optional<String> code;
    private final Map<Rule, Telling> tellings;

    private AnswerPolicy(Optional<String> code, Map<Rule, Telling> tellings) {
        this.code = code;
        this.tellings = Map.copyOf(tellings);
    }

    /** Returns the dialect that tells every rule in its default status and type. */
    public static AnswerPolicy standard() {
        return new AnswerPolicy(Optional.empty(), Map.of());
    }

    /**
     * Compiles the section; faults unknown dialects and rules, statuses that are no refusal and issue types that FHIR lacks.
     *
     * @param dialects the dialects that a contract may name: how each tells its rules
     * @param version the FHIR version of which issue types may be told
     */
    public static AnswerPolicy compile(Section answers, Map<String, Section> dialects, FhirVersionEnum version) {
        Map<Rule, Telling> tellings = new EnumMap<>(Rule.class);
        if (answers.has("dialect")) {
            Section dialect = answers.choice("dialect", dialects);
            read(dialect, tellings, version);
            dialect.close();
        }
        Optional<Section> refusals = answers.optionalSection("refusals");
        Optional<String> code = refusals.flatMap(section -> issueType(section, version));
        refusals.flatMap(section -> section.optionalSection("rules"))
                .ifPresent(rules -> read(rules, tellings, version));
        refusals.ifPresent(Section::close);
        return new AnswerPolicy(code, tellings);
    }

    private static void read(Section rules, Map<Rule, Telling> tellings, FhirVersionEnum version) {
        for (String id : rules.keys()) {
            Section telling = rules.section(id);
            Optional<Rule> rule = Rule.of(id);
            if (rule.isEmpty()) {
                rules.fault(id, "is no rule", "one of " + ids());
            }
            int status = telling.number("status", 0, 400, 599);
            Telling told = new Telling(
                    status == 0 ? Optional.empty() : Optional.of(status),
                    issueType(telling, version),
                    telling.optionalText("text"));
            rule.ifPresent(known -> tellings.merge(known, told, Telling::over));
            telling.close();
        }
    }

    private static Optional<String> issueType(Section section, FhirVersionEnum version) {
        Optional<String> code = section.optionalText("code");
        code.filter(type -> !IssueTypes.known(type, version))
                .ifPresent(type -> section.fault(
                        "code", "'" + type + "' is no FHIR issue type", "one of " + IssueTypes.all(version)));
        return code;
    }

    private static String ids() {
        return Stream.of(Rule.values()).map(Rule::id).collect(Collectors.joining(", "));
    }

    /** Returns the HTTP status in which the rule is told. */
    public int status(Rule rule) {
        return telling(rule).flatMap(Telling::status).orElse(rule.status());
    }

    /** Returns the HTTP status in which the refusal is told. */
    public int status(Refusal refusal) {
        return refusal.own().status().orElseGet(() -> status(refusal.rule()));
    }

    /** Returns the FHIR issue type in which the refusal is told. */
    public String code(Refusal refusal) {
        return refusal.own().issueType().orElseGet(() -> code(refusal.rule()));
    }

    /** Returns the FHIR issue type in which the rule is told. */
    public String code(Rule rule) {
        return telling(rule).flatMap(Telling::code).or(() -> code).orElse(rule.issueType());
    }

    /** Returns the sentence for {@code issue.diagnostics}: the contract's own wording, else what is wrong and the remedy. */
    public String diagnostics(Refusal refusal) {
        return refusal.own()
                .text()
                .or(() -> telling(refusal.rule()).flatMap(Telling::text))
                .map(text -> fill(text, refusal.facts()))
                .orElse(details(refusal));
    }

    /** Returns the sentence for {@code issue.details.text}: what is wrong and what to do about it. */
    public String details(Refusal refusal) {
        return refusal.text() + " " + refusal.remedy();
    }

    private Optional<Telling> telling(Rule rule) {
        return Optional.ofNullable(tellings.get(rule));
    }

    private static String fill(String text, Map<String, String> facts) {
        String filled = text;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            filled = filled.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return filled;
    }
}
