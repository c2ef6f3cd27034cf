package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.source.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The contract's own rules about the elements of an appointment, beyond its profiles. Compiled from the list {@code fields};
 * {@link FieldRules} says what a rule holds. Immutable and thread-safe.
 */
public final class FieldPolicy {

    private final @Nullable Expressions expressions;
    private final String type;
    private final List<FieldRule> rules;

    private FieldPolicy(@Nullable Expressions expressions, String type, List<FieldRule> rules) {
        this.expressions = expressions;
        this.type = type;
        this.rules = List.copyOf(rules);
    }

    /**
     * Compiles the list, which may be absent. Faults: a name that is used twice, an element that does not exist, an expression
     * that cannot be read or does not say yes or no.
     *
     * @param type the type that the rules are about
     */
    public static FieldPolicy compile(Section contract, FhirContext fhir, String type) {
        List<Section> sections = contract.sections("fields");
        if (sections.isEmpty()) {
            return new FieldPolicy(null, type, List.of());
        }
        Expressions expressions = new Expressions(fhir, type);
        FieldRules reader = new FieldRules(fhir, type, expressions);
        List<FieldRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : sections) {
            String name = section.text("rule");
            if (!name.isEmpty() && !names.add(name)) {
                section.fault("rule", "'" + name + "' is the name of an earlier rule too", "give each rule its own");
            }
            reader.read(section, name).ifPresent(rules::add);
        }
        return new FieldPolicy(expressions, type, rules);
    }

    /** Judges a write of this moment, as {@link #judge(Optional, IBaseResource, Instant)} does. */
    public Decision judge(Optional<IBaseResource> stored, IBaseResource proposed) {
        return judge(stored, proposed, Instant.now());
    }

    /**
     * Judges a write against all rules, in their order.
     *
     * @param stored what is stored; empty on create
     * @param proposed what would be stored
     * @param at when it is written: the {@code now()} of the rules
     * @return the refusal of the first broken rule that refuses, else the warnings of those that warn
     */
    public Decision judge(Optional<IBaseResource> stored, IBaseResource proposed, Instant at) {
        if (expressions == null || rules.isEmpty()) {
            return Decision.permit();
        }
        Change change = new Change(stored, proposed, at, expressions.change(stored, proposed, at));
        Decision decision = Decision.permit();
        for (FieldRule rule : rules) {
            if (stored.isPresent() ? rule.onUpdate() : rule.onCreate()) {
                decision = decision.and(() -> judge(rule, change, expressions));
            }
        }
        return decision;
    }

    /** What cannot be judged is refused: it holds something that the rule's author did not think of. */
    private Decision judge(FieldRule rule, Change change, Expressions with) {
        boolean concerned = rule.when()
                .map(when -> with.says(when, change.both()).orElse(true))
                .orElse(true);
        Optional<List<String>> broken = concerned ? rule.must().broken(change) : Optional.empty();
        if (broken.isEmpty()) {
            return Decision.permit();
        }
        Refusal refusal = rule.refusal();
        for (String element : broken.get()) {
            refusal = refusal.at(type + "." + element);
        }
        return rule.refuses() ? Decision.refuse(refusal) : Decision.warn(refusal);
    }

    /** Returns how each rule is told, for those who look up what a refusal means. */
    public List<Refusal> tellings() {
        return rules.stream().map(FieldRule::refusal).toList();
    }

    /**
     * A rule, for people to read.
     *
     * @param demands what it demands of which writes
     * @param on the writes that it holds for
     * @param refuses whether what breaks it is refused, or only warned of
     * @param telling how it is told
     */
    public record Told(String demands, List<String> on, boolean refuses, Refusal telling) {}

    /** Returns every rule that is judged, in its order. */
    public List<Told> told() {
        return rules.stream()
                .map(rule -> new Told(
                        rule.demands(),
                        rule.onCreate() && rule.onUpdate()
                                ? List.of("create", "update")
                                : List.of(rule.onCreate() ? "create" : "update"),
                        rule.refuses(),
                        rule.refusal()))
                .toList();
    }
}
