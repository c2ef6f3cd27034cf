package io.frontdesk.answer;

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
    private record Telling(Optional<Integer> status, Optional<String> code, Optional<String> text) {}

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

    /** Compiles the section; faults unknown rules, statuses that are no refusal and issue types that FHIR lacks. */
    public static AnswerPolicy compile(Section answers) {
        Map<Rule, Telling> tellings = new EnumMap<>(Rule.class);
        Optional<Section> refusals = answers.optionalSection("refusals");
        Optional<String> code = refusals.flatMap(section -> issueType(section));
        refusals.flatMap(section -> section.optionalSection("rules")).ifPresent(rules -> {
            for (String id : rules.keys()) {
                Section telling = rules.section(id);
                Optional<Rule> rule = Rule.of(id);
                if (rule.isEmpty()) {
                    rules.fault(id, "is no rule", "one of " + ids());
                }
                int status = telling.number("status", 0, 400, 599);
                Telling told = new Telling(
                        status == 0 ? Optional.empty() : Optional.of(status),
                        issueType(telling),
                        telling.optionalText("text"));
                rule.ifPresent(known -> tellings.put(known, told));
                telling.close();
            }
        });
        refusals.ifPresent(Section::close);
        return new AnswerPolicy(code, tellings);
    }

    private static Optional<String> issueType(Section section) {
        Optional<String> code = section.optionalText("code");
        code.filter(type -> !IssueTypes.known(type))
                .ifPresent(type ->
                        section.fault("code", "'" + type + "' is no FHIR issue type", "one of " + IssueTypes.all()));
        return code;
    }

    private static String ids() {
        return Stream.of(Rule.values()).map(Rule::id).collect(Collectors.joining(", "));
    }

    /** Returns the HTTP status in which the refusal is told. */
    public int status(Refusal refusal) {
        return telling(refusal).flatMap(Telling::status).orElse(refusal.rule().status());
    }

    /** Returns the FHIR issue type in which the refusal is told. */
    public String code(Refusal refusal) {
        return telling(refusal)
                .flatMap(Telling::code)
                .or(() -> code)
                .orElse(refusal.rule().issueType());
    }

    /** Returns the sentence for {@code issue.diagnostics}: the contract's own wording, else what is wrong and the remedy. */
    public String diagnostics(Refusal refusal) {
        return telling(refusal)
                .flatMap(Telling::text)
                .map(text -> fill(text, refusal.facts()))
                .orElse(details(refusal));
    }

    /** Returns the sentence for {@code issue.details.text}: what is wrong and what to do about it. */
    public String details(Refusal refusal) {
        return refusal.text() + " " + refusal.remedy();
    }

    private Optional<Telling> telling(Refusal refusal) {
        return Optional.ofNullable(tellings.get(refusal.rule()));
    }

    private static String fill(String text, Map<String, String> facts) {
        String filled = text;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            filled = filled.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return filled;
    }
}
