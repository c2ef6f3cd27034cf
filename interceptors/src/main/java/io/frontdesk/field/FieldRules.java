package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.IssueTypes;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.field.Expressions.Expression;
import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the rules of the section {@code fields}:
 *
 * <pre>
 * fields:
 *   - rule: patient-identified                     # told in the refusal as field.patient-identified
 *     element: participant.actor                   # what the refusal names
 *     when: "status = 'booked'"                    # the writes that it is about; optional, absent: all
 *     must: "participant.actor.identifier.exists()" # FHIRPath; or one of the short forms below
 *     on: [create, update]                         # optional, absent: both
 *     mode: enforce                                # enforce | warn | off; optional
 *     status: 422                                  # optional
 *     code: business-rule                          # optional
 *     text: "The patient is not identified."
 *     remedy: "Send participant.actor.identifier."
 *   - rule: participant-status
 *     element: participant.status
 *     values: [accepted, needs-action]             # no other value than these
 *   - rule: participant-status-frozen
 *     element: participant.status
 *     frozen: true                                 # stays as it is stored
 *     by: participant.actor.reference              # what tells whose value it is; optional
 * </pre>
 */
final class FieldRules {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/+-]+");
    private static final String CREATE = "create";
    private static final String UPDATE = "update";

    private enum Mode {
        ENFORCE,
        WARN,
        OFF
    }

    /** What a rule demands, and what is said of it unless the contract says it. */
    private record Demand(String expression, String text, String remedy) {}

    private final FhirContext fhir;
    private final String type;
    private final Expressions expressions;

    FieldRules(FhirContext fhir, String type, Expressions expressions) {
        this.fhir = fhir;
        this.type = type;
        this.expressions = expressions;
    }

    /** Reads one rule; empty when it is off or wrong. */
    Optional<FieldRule> read(Section section, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            section.fault("rule", "'" + name + "' is no name of a rule", "lower case letters, digits and hyphens");
        }
        String element = section.text("element");
        boolean known = exists(section, "element", element);
        Mode mode = mode(section);
        List<String> on = on(section);
        Optional<Demand> demand = demand(section, element, known);
        Optional<Expression> must =
                demand.flatMap(wanted -> expressions.compile(section, form(section), wanted.expression()));
        Optional<Expression> when =
                section.optionalText("when").flatMap(text -> expressions.compile(section, "when", text));
        Optional<Refusal> refusal = demand.map(wanted -> refusal(section, name, element, wanted));
        section.close();
        return mode == Mode.OFF || must.isEmpty() || refusal.isEmpty()
                ? Optional.empty()
                : Optional.of(new FieldRule(
                        name,
                        on.contains(CREATE),
                        on.contains(UPDATE),
                        when,
                        must.get(),
                        mode == Mode.ENFORCE,
                        refusal.get()));
    }

    private boolean exists(Section section, String key, String path) {
        if (path.isEmpty()) {
            return false;
        }
        Optional<String> problem = PathCheck.problem(fhir, type, path + ".exists()");
        problem.ifPresent(wrong -> section.fault(key, wrong, "an element such as participant.actor"));
        return problem.isEmpty();
    }

    private static Mode mode(Section section) {
        Map<String, Mode> modes = new LinkedHashMap<>();
        modes.put("enforce", Mode.ENFORCE);
        modes.put("warn", Mode.WARN);
        modes.put("off", Mode.OFF);
        return section.has("mode") ? section.choice("mode", modes) : Mode.ENFORCE;
    }

    private static List<String> on(Section section) {
        List<String> on = section.has("on") ? section.texts("on") : List.of(CREATE, UPDATE);
        for (int i = 0; i < on.size(); i++) {
            if (!Set.of(CREATE, UPDATE).contains(on.get(i))) {
                section.fault("on", i, "is '" + on.get(i) + "'", "one of create, update is expected");
            }
        }
        return on;
    }

    private static String form(Section section) {
        return Stream.of("must", "values", "frozen")
                .filter(section::has)
                .findFirst()
                .orElse("");
    }

    private Optional<Demand> demand(Section section, String element, boolean known) {
        long forms = Stream.of("must", "values", "frozen").filter(section::has).count();
        if (forms != 1) {
            section.fault("", "demands " + forms + " things", "exactly one of must, values, frozen");
            return Optional.empty();
        }
        return switch (form(section)) {
            case "must" -> Optional.of(new Demand(section.text("must"), "", ""));
            case "values" -> Optional.of(values(section, element)).filter(any -> known);
            default -> frozen(section, element).filter(any -> known);
        };
    }

    private static Demand values(Section section, String element) {
        List<String> values = section.texts("values");
        for (int i = 0; i < values.size(); i++) {
            if (!WORD.matcher(values.get(i)).matches()) {
                section.fault("values", i, "'" + values.get(i) + "' is no code", "a code; write other texts with must");
            }
        }
        String all = values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(" | "));
        String listed = String.join(", ", values);
        return new Demand(
                element + ".all($this in (" + (all.isEmpty() ? "{}" : all) + "))",
                "The element " + element + " has a value that is not taken here.",
                "Send one of " + listed + ".");
    }

    private Optional<Demand> frozen(Section section, String element) {
        Optional<String> by = section.optionalText("by");
        boolean known = by.map(path -> exists(section, "by", path)).orElse(true);
        if (!section.flag("frozen", true) || !known) {
            return Optional.empty();
        }
        String expression = by.map(key -> frozenBy(section, element, key))
                .orElse("%before." + element + " = " + element + " or (" + element + ".empty() and %before." + element
                        + ".empty())");
        return Optional.of(new Demand(
                "%before.empty() or (" + expression + ")",
                "The element " + element + " cannot be changed.",
                "Send it as it is stored."));
    }

    /** Of the elements around both, those that are in both versions keep their value. */
    private static String frozenBy(Section section, String element, String key) {
        List<String> value = List.of(element.split("\\.(?![^(]*\\))", -1));
        List<String> name = List.of(key.split("\\.(?![^(]*\\))", -1));
        int common = 0;
        while (common < Math.min(value.size(), name.size()) - 1
                && value.get(common).equals(name.get(common))) {
            common++;
        }
        if (common == 0) {
            section.fault("by", "'" + key + "' and " + element + " are in no common element", "a path beside element");
            return "true";
        }
        String around = String.join(".", value.subList(0, common));
        String inner = String.join(".", name.subList(common, name.size()));
        String pair = inner + " & ' ' & " + String.join(".", value.subList(common, value.size()));
        return "%before." + around + ".where(" + inner + " in %after." + key + ").select(" + pair + ").subsetOf(%after."
                + around + ".select(" + pair + "))";
    }

    private Refusal refusal(Section section, String name, String element, Demand demand) {
        boolean mustSay = demand.text().isEmpty();
        Optional<String> text = mustSay ? Optional.of(section.text("text")) : section.optionalText("text");
        Optional<String> remedy = mustSay ? Optional.of(section.text("remedy")) : section.optionalText("remedy");
        int status = section.number("status", 0, 400, 499);
        Optional<String> code = section.optionalText("code");
        FhirVersionEnum version = fhir.getVersion().getVersion();
        code.filter(given -> !IssueTypes.known(given, version))
                .ifPresent(given -> section.fault(
                        "code", "'" + given + "' is no FHIR issue type", "one of " + IssueTypes.all(version)));
        String path = type + "." + element;
        return Refusal.of(Rule.FIELD, text.orElse(demand.text()), remedy.orElse(demand.remedy()))
                .at(path)
                .with("rule", name)
                .with("element", path)
                .told(new OwnTelling(
                        Optional.of("field." + name),
                        status == 0 ? Optional.empty() : Optional.of(status),
                        code,
                        text));
    }
}
