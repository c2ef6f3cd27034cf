package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.source.Section;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a rule of the section {@code fields} demands, in one of its forms. */
final class FieldForms {

    static final String CHANGES = "changes";

    private static final String FUTURE = "future";
    private static final List<String> FORMS = List.of("must", "values", "frozen", CHANGES, FUTURE);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/+-]+");

    /** What a rule demands, absent when that is wrong, and what is said of it unless the contract says it. */
    record Demand(Optional<Demanded> must, String text, String remedy) {}

    private final FhirContext fhir;
    private final String type;
    private final Expressions expressions;

    FieldForms(FhirContext fhir, String type, Expressions expressions) {
        this.fhir = fhir;
        this.type = type;
        this.expressions = expressions;
    }

    /** Reads what a rule demands of its element; empty when that is wrong. */
    Optional<Demand> demand(Section section, String element) {
        boolean known = exists(section, "element", element);
        List<String> given = FORMS.stream().filter(section::has).toList();
        if (given.size() != 1) {
            section.fault("", "demands " + given.size() + " things", "exactly one of " + String.join(", ", FORMS));
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "must" -> expression(section, "must", section.text("must"), "", "");
            case "values" -> values(section, element).filter(any -> known);
            case CHANGES -> changes(section);
            case FUTURE -> future(section, element);
            default -> frozen(section, element).filter(any -> known);
        };
    }

    private boolean exists(Section section, String key, String path) {
        if (path.isEmpty()) {
            return false;
        }
        Optional<String> problem = PathCheck.problem(fhir, type, path + ".exists()");
        problem.ifPresent(wrong -> section.fault(key, wrong, "an element such as participant.actor"));
        return problem.isEmpty();
    }

    private Optional<Demand> expression(Section section, String key, String expression, String text, String remedy) {
        Optional<Demanded> must = expressions
                .compile(section, key, expression)
                .map(compiled ->
                        change -> expressions.says(compiled, change.both()).orElse(false)
                                ? Optional.empty()
                                : Optional.of(List.of()));
        return Optional.of(new Demand(must, text, remedy));
    }

    private Optional<Demand> changes(Section section) {
        return Optional.of(new Demand(
                OnlyChanges.compile(section, CHANGES, fhir, type).map(only -> only::broken),
                "Something changes that may not change here.",
                "Send all but " + String.join(", ", section.texts(CHANGES)) + " as it is stored."));
    }

    private Optional<Demand> future(Section section, String element) {
        if (!section.flag(FUTURE, true)) {
            section.fault(FUTURE, "demands nothing", "true, or no such rule");
        }
        return Optional.of(new Demand(
                ToCome.compile(section, fhir, type, element).map(moment -> moment::broken),
                "The moment of " + element + " has passed.",
                "What has begun is neither made nor changed here; send a moment to come."));
    }

    private Optional<Demand> values(Section section, String element) {
        List<String> values = section.texts("values");
        for (int i = 0; i < values.size(); i++) {
            if (!WORD.matcher(values.get(i)).matches()) {
                section.fault("values", i, "'" + values.get(i) + "' is no code", "a code; write other texts with must");
            }
        }
        String all = values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(" | "));
        String listed = String.join(", ", values);
        return expression(
                section,
                "values",
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
        return expression(
                section,
                "frozen",
                "%before.empty() or (" + expression + ")",
                "The element " + element + " cannot be changed.",
                "Send it as it is stored.");
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

    /** Returns what a rule demands and of which writes, for people to read. */
    String told(Section section) {
        String demands = section.optionalText("must")
                .or(() -> texts(section, "values", "one of "))
                .or(() -> texts(section, CHANGES, "changes nothing but "))
                .or(() -> section.has(FUTURE) ? Optional.of("lies after now") : Optional.empty())
                .orElseGet(() -> "stays as it is stored"
                        + section.optionalText("by").map(by -> ", by " + by).orElse(""));
        return demands.strip().replaceAll("\\s+", " ")
                + section.optionalText("when").map(when -> "; when " + when).orElse("");
    }

    private static Optional<String> texts(Section section, String key, String before) {
        return section.has(key)
                ? Optional.of(before + String.join(", ", section.optionalTexts(key)))
                : Optional.empty();
    }
}
