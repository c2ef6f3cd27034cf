package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.field.StatusReading;
import io.frontdesk.proof.Stage;
import io.frontdesk.proof.Step;
import io.frontdesk.proof.Walked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about elements that never speak, or always do. */
final class FieldSmells {

    private static final String FIELDS = "fields";
    private static final String NEVER = "field.never";

    /** HAPI's model knows extensions by other names. */
    private static final Pattern PLAIN = Pattern.compile("(?!.*[eE]xtension)[a-zA-Z.]+");

    private final Contract contract;
    private final Document document;
    private final Walked walked;
    private final List<Smell> smells = new ArrayList<>();

    FieldSmells(Contract contract, Document document, Walked walked) {
        this.contract = contract;
        this.document = document;
        this.walked = walked;
    }

    List<Smell> smells() {
        for (int rule : document.items(FIELDS)) {
            if (!document.text(FIELDS, rule, "mode").equals("off")) {
                judge(rule);
                values(rule);
            }
        }
        return smells;
    }

    private void judge(int rule) {
        List<StatusReading.Change> changes = changes(rule);
        if (changes.isEmpty()) {
            smells.add(document.smell(
                    NEVER,
                    "nobody can " + String.join(" or ", on(rule)) + " an appointment here",
                    "leave the rule out, or change what it is on",
                    FIELDS,
                    rule,
                    document.has(FIELDS, rule, "on") ? "on" : "rule"));
            return;
        }
        String when = document.text(FIELDS, rule, "when");
        String must = document.text(FIELDS, rule, "must");
        StatusReading reading = new StatusReading(contract.fhir(), Contract.APPOINTMENT);
        List<StatusReading.Change> meant = reading.holding(when, changes);
        if (meant.isEmpty()) {
            smells.add(document.smell(
                    NEVER,
                    "no write that the status table permits is one of which this holds",
                    "mend the condition, or leave the rule out",
                    FIELDS,
                    rule,
                    "when"));
        } else if (StatusReading.decides(must) && reading.holding(must, meant).size() == meant.size()) {
            smells.add(document.smell(
                    NEVER,
                    "every write that the status table permits keeps this",
                    "mend the demand, or leave the rule out",
                    FIELDS,
                    rule,
                    "must"));
        } else if (StatusReading.decides(must)
                && when.isEmpty()
                && reading.holding(must, meant).isEmpty()) {
            smells.add(document.smell(
                    "field.always",
                    "no write that the status table permits keeps this",
                    "mend the demand, or give the rule a when",
                    FIELDS,
                    rule,
                    "must"));
        }
    }

    private List<String> on(int rule) {
        List<String> on = document.texts(FIELDS, rule, "on");
        return on.isEmpty() ? List.of("create", "update") : on;
    }

    /** What can be written at all, as far as the status goes. */
    private List<StatusReading.Change> changes(int rule) {
        List<String> on = on(rule);
        List<StatusReading.Change> changes = new ArrayList<>();
        for (Step step : walked.steps()) {
            boolean creates = step.from().equals(Stage.NOTHING) || step.from().equals(Stage.DELETED);
            if (!step.to().equals(Stage.DELETED) && on.contains(creates ? "create" : "update")) {
                changes.add(new StatusReading.Change(creates ? "" : step.from(), step.to()));
            }
        }
        return changes;
    }

    private void values(int rule) {
        String element = document.text(FIELDS, rule, "element");
        List<String> values = document.texts(FIELDS, rule, "values");
        if (values.isEmpty() || !PLAIN.matcher(element).matches()) {
            return;
        }
        Set<String> codes = element.equals("status")
                ? contract.status().states()
                : BoundCodes.at(contract.fhir(), Contract.APPOINTMENT + "." + element);
        for (int i = 0; i < values.size() && !codes.isEmpty(); i++) {
            if (!codes.contains(values.get(i))) {
                smells.add(document.smell(
                        "field.value-unknown",
                        "the element " + element + " is never '" + values.get(i) + "'",
                        "one of " + String.join(", ", codes.stream().sorted().toList()),
                        FIELDS,
                        rule,
                        "values",
                        i));
            }
        }
    }
}
