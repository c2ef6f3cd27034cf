package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import io.frontdesk.proof.Finding;
import io.frontdesk.proof.Proof;
import io.frontdesk.proof.Stage;
import io.frontdesk.proof.Step;
import io.frontdesk.proof.Walked;
import io.frontdesk.request.Interaction;
import io.frontdesk.status.StatusPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The life of appointments: what nobody reaches, what does not stay final, moves that nobody can make. */
final class LifeSmells {

    private static final String STATUS = "status";
    private static final String TRANSITIONS = "transitions";

    private final Contract contract;
    private final Document document;
    private final Walked walked;
    private final StatusPolicy table;
    private final List<Smell> smells = new ArrayList<>();

    LifeSmells(Contract contract, Document document, Walked walked) {
        this.contract = contract;
        this.document = document;
        this.walked = walked;
        this.table = contract.status();
    }

    List<Smell> smells() {
        List<Finding> findings = Proof.of(table, walked).findings();
        findings.forEach(this::found);
        Set<String> unreached = new HashSet<>();
        findings.stream()
                .filter(finding -> finding.property() == Finding.Property.REACHED)
                .forEach(finding -> unreached.add(finding.stage()));
        table.states().stream().filter(state -> !unreached.contains(state)).forEach(state -> moves(state, unreached));
        idle();
        return smells;
    }

    private void found(Finding finding) {
        String remedy = decapitalized(finding.remedy());
        switch (finding.property()) {
            case FINAL ->
                smells.add(document.smell(
                        "status.final-left",
                        "is final and does not stay so: "
                                + finding.steps().stream().map(Step::toString).collect(Collectors.joining("; then ")),
                        remedy,
                        STATUS,
                        TRANSITIONS,
                        finding.stage()));
            case REACHED ->
                smells.add(document.smell(
                        "status.unreachable",
                        decapitalized(finding.text()),
                        remedy,
                        STATUS,
                        TRANSITIONS,
                        finding.stage()));
            case RIGHT ->
                smells.add(document.smell("rights.none-asked", decapitalized(finding.text()), remedy, "access"));
        }
    }

    private void moves(String from, Set<String> unreached) {
        List<String> targets = document.texts(STATUS, TRANSITIONS, from);
        for (int i = 0; i < targets.size(); i++) {
            String to = targets.get(i);
            if (to.equals(from)) {
                smells.add(document.smell(
                        "status.itself",
                        "an update that keeps the status is no move; it is allowed in every status that is not frozen",
                        "leave it out, or list the status under frozen",
                        STATUS,
                        TRANSITIONS,
                        from,
                        i));
            } else if (!unreached.contains(to) && !walked.leads(from, to)) {
                smells.add(document.smell(
                        "status.move-unused",
                        "nobody can make this move" + refused(from, to),
                        "give somebody a request that makes it, or leave it out",
                        STATUS,
                        TRANSITIONS,
                        from,
                        i));
            }
        }
    }

    private String refused(String from, String to) {
        Set<String> rules = walked.refused(from, to);
        return rules.isEmpty() ? "" : ": it is refused by " + String.join(", ", rules);
    }

    private void idle() {
        Set<Interaction> offered = contract.update().offers().on(Contract.APPOINTMENT);
        boolean deletes = offered.contains(Interaction.DELETE) || offered.contains(Interaction.CONDITIONAL_DELETE);
        boolean changes = walked.steps().stream()
                .anyMatch(
                        step -> !step.from().equals(Stage.NOTHING) && !step.to().equals(Stage.DELETED));
        // An empty list says once more that nothing is deleted, and holds the server's own code to it.
        if (!deletes && !document.texts(STATUS, "deletable").isEmpty()) {
            smells.add(document.smell(
                    "status.deletable-unused",
                    "appointments are never deleted here",
                    "leave it out, or offer delete in update.interactions",
                    STATUS,
                    "deletable"));
        }
        if (!changes && !document.texts(STATUS, "frozen").isEmpty()) {
            smells.add(document.smell(
                    "status.frozen-unused",
                    "appointments are never changed here",
                    "leave it out, or offer update or patch in update.interactions",
                    STATUS,
                    "frozen"));
        }
    }

    private static String decapitalized(String sentence) {
        String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
