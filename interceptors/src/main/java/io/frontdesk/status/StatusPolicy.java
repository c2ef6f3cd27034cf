package io.frontdesk.status;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The life cycle of an appointment as one table. Compiled from the section {@code status}:
 *
 * <pre>
 * status:
 *   initial: [proposed, pending, booked]     # a new appointment begins in one of these
 *   transitions:                             # from each state, the states that may follow; none: the state is final
 *     proposed: [pending, booked, cancelled]
 *     cancelled: []
 *   frozen: [entered-in-error]               # states in which nothing else may be edited either; optional
 *   deletable: [proposed, pending]           # states in which an appointment may be deleted; optional, absent: in all
 * </pre>
 *
 * An update that keeps the status is no transition: it is allowed in every state that is not frozen.
 */
public final class StatusPolicy {

    private final Set<String> initial;
    private final Map<String, Set<String>> transitions;
    private final Set<String> frozen;
    private final Set<String> deletable;

    private StatusPolicy(
            Set<String> initial, Map<String, Set<String>> transitions, Set<String> frozen, Set<String> deletable) {
        this.initial = initial;
        this.transitions = transitions;
        this.frozen = frozen;
        this.deletable = deletable;
    }

    /**
     * Compiles the section. Faults codes that the FHIR version lacks, moves to states that the table does not list, and
     * states that no path reaches from an initial one.
     *
     * @param codes the status codes of the contract's FHIR version
     */
    public static StatusPolicy compile(Section status, Set<String> codes) {
        Section table = status.section("transitions");
        Map<String, Set<String>> transitions = new LinkedHashMap<>();
        for (String from : table.keys()) {
            if (!codes.contains(from)) {
                table.fault(from, "is no status of this FHIR version", oneOf(codes));
            }
            transitions.put(from, Set.copyOf(listed(table, from, codes, Set.copyOf(table.keys()))));
        }
        Set<String> states = transitions.keySet();
        Set<String> initial = new LinkedHashSet<>(listed(status, "initial", codes, states));
        Set<String> frozen = optional(status, "frozen", codes, states).orElse(Set.of());
        Set<String> deletable = optional(status, "deletable", codes, states).orElse(states);
        Set<String> reached = reached(initial, transitions);
        for (String state : states) {
            if (codes.contains(state) && !reached.contains(state)) {
                table.fault(
                        state,
                        "no path leads from an initial state to '" + state + "'",
                        "list it under initial or as a target of another state, or leave it out");
            }
        }
        return new StatusPolicy(
                Set.copyOf(initial), Map.copyOf(transitions), Set.copyOf(frozen), Set.copyOf(deletable));
    }

    private static Optional<Set<String>> optional(Section status, String key, Set<String> codes, Set<String> states) {
        return status.has(key)
                ? Optional.of(new LinkedHashSet<>(listed(status, key, codes, states)))
                : Optional.empty();
    }

    private static List<String> listed(Section section, String key, Set<String> codes, Set<String> states) {
        List<String> listed = section.texts(key);
        for (int i = 0; i < listed.size(); i++) {
            String state = listed.get(i);
            if (!codes.contains(state)) {
                section.fault(key, i, "'" + state + "' is no status of this FHIR version", oneOf(codes));
            } else if (!states.contains(state)) {
                section.fault(
                        key,
                        i,
                        "'" + state + "' is not defined",
                        "give '" + state + "' a line under status.transitions");
            }
        }
        return listed;
    }

    private static Set<String> reached(Set<String> initial, Map<String, Set<String>> transitions) {
        Set<String> reached = new HashSet<>(initial);
        Deque<String> open = new ArrayDeque<>(initial);
        while (!open.isEmpty()) {
            for (String next : transitions.getOrDefault(open.pop(), Set.of())) {
                if (reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }

    /** Judges the first status of a new appointment. */
    public Decision start(String status) {
        if (initial.contains(status)) {
            return Decision.permit();
        }
        return Decision.refuse(Refusal.of(
                        Rule.STATUS_INITIAL,
                        "A new appointment cannot begin as '" + status + "'.",
                        "Create it as " + oneOf(initial) + ".")
                .at("Appointment.status")
                .with("to", status)
                .with("allowed", sorted(initial)));
    }

    /** Judges a change from the stored status to the proposed one, or an edit that keeps it. */
    public Decision move(String from, String to) {
        if (from.equals(to)) {
            return frozen.contains(from) ? Decision.refuse(refusal(Rule.STATUS_FROZEN, from, to)) : Decision.permit();
        }
        Set<String> next = transitions.getOrDefault(from, Set.of());
        if (next.contains(to)) {
            return Decision.permit();
        }
        return Decision.refuse(refusal(next.isEmpty() ? Rule.STATUS_FINAL : Rule.STATUS_TRANSITION, from, to));
    }

    /** Judges the deletion of an appointment in the given status. */
    public Decision delete(String status) {
        return deletable.contains(status)
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.STATUS_UNDELETABLE,
                                "An appointment that is '" + status + "' cannot be deleted.",
                                deletable.isEmpty()
                                        ? "Appointments are kept here; cancel it instead."
                                        : "Only one that is " + oneOf(deletable) + " can be.")
                        .at("Appointment.status")
                        .with("from", status)
                        .with("allowed", sorted(deletable)));
    }

    /** Returns the states that may follow the given one. */
    public Set<String> next(String from) {
        return transitions.getOrDefault(from, Set.of());
    }

    /** Returns every state of the table. */
    public Set<String> states() {
        return transitions.keySet();
    }

    private Refusal refusal(Rule rule, String from, String to) {
        String allowed = sorted(next(from));
        String text = switch (rule) {
            case STATUS_FROZEN -> "An appointment that is '" + from + "' cannot be edited.";
            case STATUS_FINAL ->
                "The status cannot change from '" + from + "' to '" + to + "': '" + from + "' is final.";
            default -> "The status cannot change from '" + from + "' to '" + to + "'.";
        };
        String remedy = allowed.isEmpty()
                ? "Nothing may follow '" + from + "'; create a new appointment instead."
                : "From '" + from + "' it may become " + oneOf(next(from)) + ".";
        return Refusal.of(rule, text, remedy)
                .at("Appointment.status")
                .with("from", from)
                .with("to", to)
                .with("allowed", allowed);
    }

    private static String oneOf(Set<String> states) {
        return states.size() == 1 ? sorted(states) : "one of " + sorted(states);
    }

    private static String sorted(Set<String> states) {
        return String.join(", ", states.stream().sorted().toList());
    }
}
