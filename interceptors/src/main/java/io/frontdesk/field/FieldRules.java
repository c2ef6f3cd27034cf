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
 *   - rule: amend
 *     changes: [description, comment]              # nothing else changes; element is optional here
 *   - rule: to-come
 *     element: start
 *     future: true                                 # what is stored and what would be stored lies after now
 * </pre>
 */
final class FieldRules {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final String CREATE = "create";
    private static final String UPDATE = "update";

    private enum Mode {
        ENFORCE,
        WARN,
        OFF
    }

    private final FhirContext fhir;
    private final String type;
    private final Expressions expressions;
    private final FieldForms forms;

    FieldRules(FhirContext fhir, String type, Expressions expressions) {
        this.fhir = fhir;
        this.type = type;
        this.expressions = expressions;
        this.forms = new FieldForms(fhir, type, expressions);
    }

    /** Reads one rule; empty when it is off or wrong. */
    Optional<FieldRule> read(Section section, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            section.fault("rule", "'" + name + "' is no name of a rule", "lower case letters, digits and hyphens");
        }
        // What has changed and may not is named by itself.
        String element = section.has(FieldForms.CHANGES)
                ? section.optionalText("element").orElse("")
                : section.text("element");
        Mode mode = mode(section);
        List<String> on = on(section);
        Optional<FieldForms.Demand> demand = forms.demand(section, element);
        Optional<Demanded> must = demand.flatMap(FieldForms.Demand::must);
        Optional<Expression> when =
                section.optionalText("when").flatMap(text -> expressions.compile(section, "when", text));
        Optional<Refusal> refusal = demand.map(wanted -> refusal(section, name, element, wanted));
        String told = forms.told(section);
        section.close();
        return mode == Mode.OFF || must.isEmpty() || refusal.isEmpty()
                ? Optional.empty()
                : Optional.of(new FieldRule(
                        name,
                        on.contains(CREATE),
                        on.contains(UPDATE),
                        when,
                        must.get(),
                        told,
                        mode == Mode.ENFORCE,
                        refusal.get()));
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

    private Refusal refusal(Section section, String name, String element, FieldForms.Demand demand) {
        boolean mustSay = demand.text().isEmpty();
        Optional<String> text = mustSay ? Optional.of(section.text("text")) : section.optionalText("text");
        Optional<String> remedy = mustSay ? Optional.of(section.text("remedy")) : section.optionalText("remedy");
        int status = section.number("status", 0, 400, 499);
        Optional<String> code = section.optionalText("code");
        FhirVersionEnum version = fhir.getVersion().getVersion();
        code.filter(given -> !IssueTypes.known(given, version))
                .ifPresent(given -> section.fault(
                        "code", "'" + given + "' is no FHIR issue type", "one of " + IssueTypes.all(version)));
        Refusal refusal = Refusal.of(Rule.FIELD, text.orElse(demand.text()), remedy.orElse(demand.remedy()))
                .with("rule", name);
        String path = type + "." + element;
        return (element.isEmpty() ? refusal : refusal.at(path).with("element", path))
                .told(new OwnTelling(
                        Optional.of("field." + name),
                        status == 0 ? Optional.empty() : Optional.of(status),
                        code,
                        text));
    }
}
