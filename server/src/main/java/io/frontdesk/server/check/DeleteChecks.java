package io.frontdesk.server.check;

import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Deletions: of what may be deleted, of what may not, and of versions that are not the current one. */
final class DeleteChecks {

    private static final String KEY = "status.deletable";

    private final Bench bench;
    private final Desk desk;

    DeleteChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
    }

    void run() {
        if (!bench.offers(Interaction.DELETE)) {
            return;
        }
        Contract contract = bench.oracle().contract();
        Set<String> kept = new TreeSet<>();
        for (Subject subject : List.copyOf(bench.subjects())) {
            if (!subject.gone()
                    && contract.status().delete(subject.status()) instanceof Decision.Refuse
                    && kept.add(subject.status())) {
                deletion(subject, "deletion of what is " + subject.status(), desk.ifMatch(subject));
            }
        }
        for (String status : new TreeSet<>(contract.status().states())) {
            if (contract.status().start(status) instanceof Decision.Permit
                    && contract.status().delete(status) instanceof Decision.Permit) {
                Optional<Subject> subject = desk.create(status);
                if (subject.isPresent()) {
                    deletions(subject.get());
                    return;
                }
            }
        }
        bench.leave("deletion", KEY, "There is no appointment that may be deleted.");
    }

    private void deletions(Subject subject) {
        if (desk.looksAtVersions()) {
            deletion(subject, "deletion of another version", Map.of("If-Match", "W/\"987654\""));
        }
        if (bench.oracle().contract().version().required() && !subject.gone()) {
            deletion(subject, "deletion without If-Match", Map.of());
        }
        if (subject.gone()) {
            bench.leave("deletion", KEY, "It was deleted before, which should have been refused.");
            return;
        }
        deletion(subject, "deletion", desk.ifMatch(subject));
        if (subject.gone() && bench.offers(Interaction.READ)) {
            Expected gone = bench.oracle().broken(Rule.GONE);
            Set<Integer> statuses = new TreeSet<>(gone.statuses());
            statuses.add(404);
            bench.check(
                    "what is deleted is gone",
                    "access.hidden",
                    bench.sent("GET", subject.path()),
                    new Expected(statuses, gone.refusal()));
        }
    }

    private void deletion(Subject subject, String check, Map<String, String> headers) {
        Request request = bench.oracle().request(Interaction.DELETE, Optional.of(subject.id()), headers, Map.of());
        Sent sent = bench.sent("DELETE", subject.path());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            sent = sent.with(header.getKey(), header.getValue());
        }
        Decision decision = bench.oracle().delete(request, subject);
        bench.check(check, KEY, sent, bench.oracle().of(decision, 200, 202, 204))
                .filter(Got::ok)
                .ifPresent(got -> subject.deleted());
    }
}
