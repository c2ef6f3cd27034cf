package io.frontdesk.server.check;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.status.StatusPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every pair of statuses: what may follow does, and what may not is refused. Walks from status to status, so that one
 * appointment serves for many pairs, and begins another one where no way leads on.
 */
final class StatusWalk {

    private record Move(String from, String to) {}

    private final Bench bench;
    private final Desk desk;
    private final StatusPolicy policy;
    private final Set<Move> open = new LinkedHashSet<>();
    private final Set<Move> closed = new HashSet<>();
    private final Set<String> unstarted = new TreeSet<>();

    StatusWalk(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
        this.policy = bench.oracle().contract().status();
        for (String from : new TreeSet<>(policy.states())) {
            for (String to : new TreeSet<>(policy.states())) {
                // What keeps its status is an edit, which is refused where the status is frozen.
                if (!from.equals(to) || !allows(new Move(from, to))) {
                    open.add(new Move(from, to));
                }
            }
        }
    }

    void run() {
        Optional<Subject> subject = Optional.empty();
        while (!open.isEmpty()) {
            subject = subject.filter(known -> next(known.status()).isPresent()).or(this::begin);
            if (subject.isEmpty()) {
                break;
            }
            String from = subject.get().status();
            subject = go(subject.get(), next(from).orElseThrow());
        }
        Map<String, List<String>> unreached = open.stream()
                .collect(Collectors.groupingBy(Move::from, Collectors.mapping(Move::to, Collectors.toList())));
        new TreeSet<>(unreached.keySet())
                .forEach(from -> bench.leave(
                        from + " -> " + String.join(", ", unreached.get(from)),
                        key(from),
                        "No appointment of the suite comes to be '" + from + "'. Another one may: --example."));
    }

    private static String key(String from) {
        return "status.transitions." + from;
    }

    private boolean allows(Move move) {
        return policy.move(move.from(), move.to()) instanceof Decision.Permit;
    }

    /** Returns where to go from a status: what is refused first, since it leaves the status; then what is open; then on. */
    private Optional<Move> next(String from) {
        List<Move> here = open.stream().filter(move -> move.from().equals(from)).toList();
        return here.stream()
                .filter(move -> !allows(move))
                .findFirst()
                .or(() -> here.stream().findFirst())
                .or(() -> wayOn(from));
    }

    /** Returns the first step of the shortest way to a status in which something is open. */
    private Optional<Move> wayOn(String from) {
        Map<String, Move> first = new HashMap<>();
        Deque<String> reached = new ArrayDeque<>(List.of(from));
        Set<String> seen = new HashSet<>(reached);
        while (!reached.isEmpty()) {
            String state = reached.pop();
            Move begun = first.get(state);
            if (begun != null && open.stream().anyMatch(move -> move.from().equals(state))) {
                return Optional.of(begun);
            }
            for (String to : new TreeSet<>(policy.next(state))) {
                Move step = new Move(state, to);
                if (!closed.contains(step) && !open.contains(step) && seen.add(to)) {
                    first.put(to, first.getOrDefault(state, step));
                    reached.add(to);
                }
            }
        }
        return Optional.empty();
    }

    /** Begins where something is open, or a way leads to it. */
    private Optional<Subject> begin() {
        for (String status : new TreeSet<>(policy.states())) {
            boolean initial = policy.start(status) instanceof Decision.Permit;
            if (initial && !unstarted.contains(status) && next(status).isPresent()) {
                Optional<Subject> begun =
                        desk.create(status).filter(made -> made.status().equals(status));
                if (begun.isPresent()) {
                    return begun;
                }
                unstarted.add(status);
            }
        }
        return Optional.empty();
    }

    /** Returns the appointment where it can be gone on with. */
    private Optional<Subject> go(Subject subject, Move move) {
        boolean asked = open.remove(move);
        String check = move.from().equals(move.to()) ? move.from() + " edited" : move.from() + " -> " + move.to();
        Optional<Desk.Change> change = move.from().equals(move.to())
                ? desk.changed(subject, "description", "Edited by frontdesk contract check", desk.ifMatch(subject))
                : desk.status(subject, move.to());
        if (change.isEmpty()) {
            closed.add(move);
            bench.leave(check, key(move.from()), "The contract offers no form in which the suite could change it.");
            return Optional.of(subject);
        }
        Decision decision = change.get().judged().decision();
        Optional<Refusal> more = decision.refusal().filter(why -> allows(move));
        if (more.isPresent()) {
            closed.add(move);
            bench.leave(
                    check,
                    key(move.from()),
                    "It asks for more than the status: " + more.get().id() + ": "
                            + more.get().text());
            return Optional.of(subject);
        }
        Sent sent = change.get().sent();
        Optional<Got> got = asked
                ? bench.check(check, key(move.from()), sent, bench.oracle().of(decision, 200))
                : bench.quietly(sent);
        if (got.filter(Got::ok).isEmpty()) {
            if (allows(move)) {
                closed.add(move);
            }
            return Optional.of(subject);
        }
        desk.took(subject, change.get(), got.get());
        if (decision instanceof Decision.Refuse) {
            // What has become of it nobody knows.
            return Optional.empty();
        }
        if (!subject.status().equals(move.to())) {
            bench.wrong(check, key(move.from()), sent, move.to(), subject.status());
            closed.add(move);
            return Optional.empty();
        }
        return Optional.of(subject);
    }
}
