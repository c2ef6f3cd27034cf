package io.frontdesk.proof;

import io.frontdesk.contract.Contract;
import io.frontdesk.status.StatusPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a walk through a contract proves: that no request leads out of a final status, that some request of some caller leads
 * to every status, and that nothing is written without a right.
 *
 * @param walked what the walk found
 * @param ends the final statuses, sorted
 * @param findings what does not hold; nothing when all is proved
 */
public record Proof(Walked walked, Set<String> ends, List<Finding> findings) {

    /** Copies the list, so that a proof never changes. */
    public Proof {
        findings = List.copyOf(findings);
    }

    /** Walks through a contract and holds what it finds against what must be. */
    public static Proof of(Contract contract) {
        return of(contract.status(), Walk.through(contract));
    }

    /** Holds what was found against what must be. */
    public static Proof of(StatusPolicy table, Walked walked) {
        Paths paths = new Paths(walked.steps());
        Set<String> ends = new TreeSet<>(table.states());
        ends.removeIf(state -> !table.next(state).isEmpty());
        List<Finding> findings = new ArrayList<>();
        ends.forEach(end -> left(end, paths).ifPresent(findings::add));
        new TreeSet<>(table.states())
                .forEach(state -> unreached(state, table, walked, paths).ifPresent(findings::add));
        rightless(walked, paths).ifPresent(findings::add);
        return new Proof(walked, ends, findings);
    }

    private static Optional<Finding> left(String end, Paths paths) {
        Predicate<String> elsewhere = stage -> Stage.stored(stage) && !stage.equals(end);
        return paths.shortest(end, elsewhere).map(out -> {
            List<Step> steps =
                    new ArrayList<>(paths.shortest(Stage.NOTHING, end::equals).orElseGet(List::of));
            steps.addAll(out);
            String then = out.get(out.size() - 1).to();
            return new Finding(
                    Finding.Property.FINAL,
                    end,
                    "What is '" + end + "', which is final, can become '" + then + "'.",
                    out.stream().anyMatch(step -> step.to().equals(Stage.DELETED))
                            ? "Take it out of status.deletable, or leave deletedId: create out of update.interactions."
                            : "Take the move out of what permits it.",
                    steps);
        });
    }

    private static Optional<Finding> unreached(String state, StatusPolicy table, Walked walked, Paths paths) {
        if (paths.shortest(Stage.NOTHING, state::equals).isPresent()) {
            return Optional.empty();
        }
        Set<String> rules = new TreeSet<>(walked.refused(Stage.NOTHING, state));
        table.states().stream()
                .filter(from -> table.next(from).contains(state))
                .forEach(from -> rules.addAll(walked.refused(from, state)));
        return Optional.of(new Finding(
                Finding.Property.REACHED,
                state,
                "Nobody can bring an appointment into '" + state + "', though the table has it; "
                        + (rules.isEmpty()
                                ? "nobody may send a request that would."
                                : "what would is refused by " + String.join(", ", rules) + "."),
                "Give somebody a request that leads there, or take the status out of status.transitions.",
                List.of()));
    }

    private static Optional<Finding> rightless(Walked walked, Paths paths) {
        return walked.rightless().stream()
                .map(step -> {
                    List<Step> steps = new ArrayList<>(
                            paths.shortest(Stage.NOTHING, step.from()::equals).orElseGet(List::of));
                    steps.add(step);
                    return new Finding(
                            Finding.Property.RIGHT,
                            step.from(),
                            "Somebody writes without a right: " + step.caller().name() + ".",
                            "Ask in access for a right that not everybody has.",
                            steps);
                })
                .min(Comparator.comparingInt(finding -> finding.steps().size()));
    }
}
