package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.status.StatusPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Takes away what the suite has made, as far as the contract lets it: appointments are deleted, else brought to an end; then what
 * they referred to.
 */
final class Cleanup {

    private static final String OVER = "cancelled";

    private final Bench bench;
    private final Desk desk;
    private final Report report;
    private final LostCreates lost;

    Cleanup(Bench bench, Desk desk, Report report) {
        this.bench = bench;
        this.desk = desk;
        this.report = report;
        this.lost = new LostCreates(bench, report);
    }

    /** Returns the most requests that it may take. */
    static int most(int appointments, int lost, int others) {
        return 5 * appointments + 6 * lost + 2 * others;
    }

    /** @param others references to other resources, those that refer to others before them */
    void run(List<String> others) {
        bench.subjects().stream().filter(subject -> !subject.gone()).forEach(this::away);
        // Last of the appointments: a server that was slow may have made it by now.
        List<Subject> found = lost.find();
        bench.subjects().addAll(found);
        found.forEach(this::away);
        for (String reference : others) {
            String type = reference.substring(0, reference.indexOf('/'));
            boolean deletable =
                    bench.oracle().contract().update().offers().on(type).contains(Interaction.DELETE);
            if (!deletable
                    || bench.quietly(bench.sent("DELETE", reference))
                            .filter(Got::ok)
                            .isEmpty()) {
                report.remains(reference
                        + (deletable
                                ? ": the server keeps it."
                                : ": the contract offers no deletion of " + type + "."));
            }
        }
    }

    /** Reports what is not taken away when it cannot go on. */
    void remain(String why, List<String> others) {
        bench.subjects().stream()
                .filter(subject -> !subject.gone())
                .forEach(subject -> report.remains(subject.path() + ": " + why));
        lost.remain(why);
        others.forEach(reference -> report.remains(reference + ": " + why));
    }

    private void away(Subject subject) {
        refresh(subject);
        if (subject.gone()) {
            return;
        }
        boolean deletes = bench.offers(Interaction.DELETE);
        if (deletes && deleted(subject)) {
            return;
        }
        end(subject);
        if (deletes && deleted(subject)) {
            return;
        }
        report.remains(subject.path() + ", " + (subject.status().isEmpty() ? "in whatever status" : subject.status())
                + (deletes ? ": it may not be deleted in this status" : ": the contract offers no deletion")
                + (ended(subject) ? "." : ", and no end that the suite could bring it to."));
    }

    /** What a request has done that failed in between is not known. */
    private void refresh(Subject subject) {
        if (bench.offers(Interaction.READ)) {
            bench.quietly(bench.sent("GET", subject.path())).ifPresent(got -> {
                if (got.status() == 410) {
                    subject.deleted();
                } else if (got.holds(Contract.APPOINTMENT) && got.json() instanceof ObjectNode now) {
                    subject.changed(got.version().orElse(subject.version()), now);
                }
            });
        }
    }

    private boolean deleted(Subject subject) {
        if (bench.oracle().contract().status().delete(subject.status()) instanceof Decision.Refuse) {
            return false;
        }
        Sent delete = bench.sent("DELETE", subject.path());
        for (Map.Entry<String, String> header : desk.ifMatch(subject).entrySet()) {
            delete = delete.with(header.getKey(), header.getValue());
        }
        boolean gone = bench.quietly(delete).filter(Got::ok).isPresent();
        if (gone) {
            subject.deleted();
        }
        return gone;
    }

    private boolean ended(Subject subject) {
        return subject.status().equals(OVER)
                || bench.oracle().contract().status().next(subject.status()).isEmpty();
    }

    /** Cancels it, or else moves it to another status in which nothing follows. */
    private void end(Subject subject) {
        StatusPolicy policy = bench.oracle().contract().status();
        if (ended(subject)) {
            return;
        }
        List<String> ends = new ArrayList<>(List.of(OVER));
        new TreeSet<>(policy.next(subject.status()))
                .stream().filter(state -> policy.next(state).isEmpty()).forEach(ends::add);
        for (String end : ends) {
            Optional<Desk.Change> change =
                    desk.status(subject, end).filter(one -> one.judged().permitted());
            if (change.isPresent()) {
                Optional<Got> got = bench.quietly(change.get().sent()).filter(Got::ok);
                got.ifPresent(answer -> desk.took(subject, change.get(), answer));
                if (got.isPresent()) {
                    return;
                }
            }
        }
    }
}
