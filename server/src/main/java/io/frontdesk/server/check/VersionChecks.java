package io.frontdesk.server.check;

import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a change says about the version that it is based on: nothing, nonsense, a version of before, and the right one. */
final class VersionChecks {

    private static final String IF_MATCH = "If-Match";
    private static final String KEY = "version.ifMatch";
    private static final String LONG_AGO = "Thu, 01 Jan 2015 00:00:00 GMT";
    private static final List<String> TEXTS = List.of("comment", "description");

    private final Bench bench;
    private final Desk desk;
    private int edits;

    VersionChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
    }

    void run() {
        Optional<Subject> subject = begun();
        if (subject.isEmpty()) {
            bench.leave("versions", KEY, "There is no appointment that can be changed.");
            return;
        }
        each(subject.get());
    }

    /** Returns an appointment that may be edited. */
    private Optional<Subject> begun() {
        Contract contract = bench.oracle().contract();
        for (String status : new TreeSet<>(contract.status().states())) {
            if (contract.status().start(status) instanceof Decision.Permit) {
                Optional<Subject> made = desk.create(status)
                        .filter(one -> edit(one, desk.ifMatch(one)).isPresent());
                if (made.isPresent()) {
                    return made;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a change that the contract allows where the version is right: of a text, or else of the status. */
    private Optional<Desk.Change> edit(Subject subject, Map<String, String> headers) {
        edits++;
        for (String element : TEXTS) {
            Optional<Desk.Change> edit =
                    allowed(subject, element, "Edited by frontdesk contract check " + edits, headers);
            if (edit.isPresent()) {
                return edit;
            }
        }
        for (String to : new TreeSet<>(bench.oracle().contract().status().next(subject.status()))) {
            Optional<Desk.Change> move = allowed(subject, "status", to, headers);
            if (move.isPresent()) {
                return move;
            }
        }
        return Optional.empty();
    }

    private Optional<Desk.Change> allowed(Subject subject, String element, String value, Map<String, String> headers) {
        boolean allowed = desk.changed(subject, element, value, desk.ifMatch(subject))
                .filter(change -> change.judged().permitted())
                .isPresent();
        return allowed ? desk.changed(subject, element, value, headers) : Optional.empty();
    }

    private void each(Subject subject) {
        boolean looks = desk.looksAtVersions();
        change(subject, "a change without If-Match", Map.of());
        if (looks) {
            change(subject, "an If-Match that is no entity tag", Map.of(IF_MATCH, "W/\"" + subject.version()));
            change(subject, "an If-Match of a version of another time", Map.of(IF_MATCH, "W/\"987654\""));
            change(
                    subject,
                    "an If-Match that is a strong entity tag",
                    Map.of(IF_MATCH, "\"" + subject.version() + "\""));
            change(subject, "an If-Match of any version", Map.of(IF_MATCH, "*"));
        } else {
            bench.leave("wrong versions", KEY, "The contract does not look at them.");
        }
        change(subject, "a change of what has changed since", since(subject));
        String before = subject.version();
        boolean changed = change(subject, "a change of the version that is stored", desk.ifMatch(subject));
        if (changed && looks && bench.oracle().contract().version().told()) {
            if (before.matches("\\d{1,9}")) {
                String next = String.valueOf(Integer.parseInt(before) + 1);
                bench.same("the version counts on", KEY, bench.sent("PUT", subject.path()), next, subject.version());
            }
            change(subject, "a change of the version before", Map.of(IF_MATCH, "W/\"" + before + "\""));
        }
    }

    /** The header counts where If-Match says nothing. */
    private Map<String, String> since(Subject subject) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (bench.oracle().contract().version().required()) {
            headers.putAll(desk.ifMatch(subject));
        }
        headers.put("If-Unmodified-Since", LONG_AGO);
        return headers;
    }

    /** Returns whether something has changed. */
    private boolean change(Subject subject, String check, Map<String, String> headers) {
        Optional<Desk.Change> change = edit(subject, headers);
        if (change.isEmpty() || subject.gone()) {
            bench.leave(check, KEY, "Nothing more can be changed in the appointment.");
            return false;
        }
        String key = headers.containsKey("If-Unmodified-Since") ? "version.ifUnmodifiedSince" : KEY;
        Decision decision = change.get().judged().decision();
        Optional<Got> got =
                bench.check(check, key, change.get().sent(), bench.oracle().of(decision, 200));
        got.filter(Got::ok).ifPresent(answer -> desk.took(subject, change.get(), answer));
        return got.filter(Got::ok).isPresent();
    }

    /** Reads the appointment, as far as the contract offers it. */
    void reads(Subject subject) {
        Expected read = Expected.success(200);
        if (bench.offers(Interaction.READ)) {
            bench.check("read", "update.interactions", bench.sent("GET", subject.path()), read);
        }
        if (bench.offers(Interaction.VREAD)) {
            bench.check(
                    "read of a version",
                    "update.interactions",
                    bench.sent("GET", subject.path() + "/_history/" + subject.version()),
                    read);
        }
        if (bench.offers(Interaction.HISTORY_INSTANCE)) {
            bench.check("history", "update.interactions", bench.sent("GET", subject.path() + "/_history"), read);
        }
    }
}
