package io.frontdesk.server;

import io.frontdesk.server.WritePath.Carrier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a contract promises about a few appointments, in a hundred lines: what the server must answer, and what it holds. */
final class WriteModel {

    enum Act {
        CREATE("create"),
        CONDITIONAL_CREATE("create"),
        UPDATE("update"),
        CONDITIONAL_UPDATE("update"),
        JSON_PATCH("patch"),
        FHIRPATH_PATCH("patch"),
        CONDITIONAL_PATCH("patch"),
        DELETE("delete"),
        CONDITIONAL_DELETE("delete"),
        READ("read");

        private final String right;

        Act(String right) {
            this.right = right;
        }

        boolean byCriteria() {
            return name().startsWith("CONDITIONAL");
        }

        boolean patches() {
            return right.equals("patch");
        }

        boolean deletes() {
            return right.equals("delete");
        }
    }

    /** What the client says of the version. */
    enum Named {
        NOTHING,
        CURRENT,
        STALE,
        ANY,
        MALFORMED
    }

    /**
     * One request.
     *
     * @param number which identifier the appointment has
     * @param one which of the appointments with that identifier is meant by its id
     * @param ifNoneMatch whether a PUT says that nothing may be stored yet
     * @param otherId whether the body has another id than it should
     */
    record Step(
            Act act,
            int number,
            int one,
            String status,
            Named ifMatch,
            boolean ifNoneMatch,
            boolean otherId,
            String text) {}

    /** One or two requests of one caller. */
    record Sent(String caller, Carrier carrier, List<Step> steps) {}

    /** An appointment as it should be stored. */
    record Visit(String id, int version, String status, boolean deleted, String text) {}

    /** What the server must answer: a status, and the rule of a refusal. */
    record Told(int status, String rule) {
        boolean refused() {
            return status >= 400;
        }
    }

    /** The contract. */
    record Rules(
            boolean versionNeeded,
            Set<String> initial,
            Map<String, Set<String>> moves,
            Set<String> frozen,
            Set<String> deletable) {}

    /** Who may do what. */
    static final Map<String, Set<String>> CALLERS = Map.of(
            "all", Set.of("create", "read", "search", "update", "patch", "delete"),
            "clerk", Set.of("create", "read", "search"),
            "nurse", Set.of("read", "search", "update", "patch"),
            "porter", Set.of("read", "delete"));

    private final Rules rules;
    private final Map<Integer, List<Visit>> visits = new HashMap<>();

    WriteModel(Rules rules) {
        this.rules = rules;
    }

    /** Returns all appointments that ever had the number, in the order of their creation. */
    List<Visit> with(int number) {
        return visits.computeIfAbsent(number, none -> new ArrayList<>());
    }

    /** Returns those of them that are not deleted. */
    List<Visit> alive(int number) {
        return with(number).stream().filter(visit -> !visit.deleted()).toList();
    }

    /** Returns the appointment that a step means, if there is one. */
    Optional<Visit> meant(Step step) {
        if (step.act() == Act.CREATE) {
            return Optional.empty();
        }
        List<Visit> found = step.act().byCriteria() ? alive(step.number()) : with(step.number());
        if (step.act().byCriteria()) {
            return found.stream().findFirst();
        }
        return step.one() < found.size() ? Optional.of(found.get(step.one())) : Optional.empty();
    }

    /** Returns what the server must answer to a step. */
    Told judge(String caller, Step step) {
        Set<String> rights = CALLERS.get(caller);
        if (!rights.contains(step.act().right)) {
            return refused(403, "access.right");
        }
        // A condition tells what a search would tell.
        if (step.act().byCriteria() && !rights.contains("search")) {
            return refused(403, "update.form-not-offered");
        }
        boolean changes = !step.act().right.equals("create") && step.act() != Act.READ;
        if (changes && step.ifMatch() == Named.MALFORMED) {
            return refused(400, "version.malformed");
        }
        boolean mayCreate = step.act() == Act.CONDITIONAL_UPDATE || step.act() == Act.UPDATE && step.ifNoneMatch();
        if (changes && !mayCreate && unnamed(step)) {
            return refused(428, "version.missing");
        }
        if (step.act() == Act.UPDATE && step.otherId()) {
            return refused(400, "update.id-mismatch");
        }
        if (step.act().byCriteria() && alive(step.number()).size() > 1) {
            return refused(412, "request.ambiguous");
        }
        return found(step);
    }

    private Told found(Step step) {
        Optional<Visit> meant = meant(step);
        boolean stored = meant.filter(visit -> !visit.deleted()).isPresent();
        boolean deleted = meant.filter(Visit::deleted).isPresent();
        return switch (step.act()) {
            case CREATE -> start(step);
            case CONDITIONAL_CREATE -> stored ? new Told(200, "") : start(step);
            case READ -> stored ? new Told(200, "") : nothing(deleted);
            case UPDATE ->
                stored ? change(step, meant.get()) : deleted ? create(step) : refused(404, "update.unknown-id");
            case CONDITIONAL_UPDATE ->
                step.otherId() ? refused(400, "update.id-mismatch") : stored ? change(step, meant.get()) : create(step);
            case JSON_PATCH, FHIRPATH_PATCH, CONDITIONAL_PATCH -> stored ? change(step, meant.get()) : nothing(deleted);
            case DELETE, CONDITIONAL_DELETE -> stored ? change(step, meant.get()) : nothing(false);
        };
    }

    private static Told nothing(boolean deleted) {
        return deleted ? refused(410, "request.gone") : refused(404, "request.not-found");
    }

    private Told create(Step step) {
        return step.ifMatch() == Named.NOTHING ? start(step) : refused(412, "version.nothing-stored");
    }

    private Told start(Step step) {
        return rules.initial().contains(step.status()) ? new Told(201, "") : refused(422, "status.initial");
    }

    private Told change(Step step, Visit visit) {
        if (unnamed(step)) {
            return refused(428, "version.missing");
        }
        if (step.ifMatch() == Named.STALE || step.act() == Act.UPDATE && step.ifNoneMatch()) {
            return refused(412, "version.stale");
        }
        if (step.act().deletes()) {
            return rules.deletable().contains(visit.status()) ? new Told(200, "") : refused(422, "status.undeletable");
        }
        return move(visit.status(), step.status());
    }

    private Told move(String from, String to) {
        Set<String> next = rules.moves().get(from);
        if (from.equals(to)) {
            return rules.frozen().contains(from) ? refused(422, "status.frozen") : new Told(200, "");
        }
        return next.contains(to)
                ? new Told(200, "")
                : refused(422, next.isEmpty() ? "status.final" : "status.transition");
    }

    /**
     * Carries out a step that passes.
     *
     * @param id the id that the server gave to what it created
     */
    void apply(Step step, String id) {
        Optional<Visit> meant = meant(step);
        boolean creates = step.act().right.equals("create");
        if (step.act() == Act.READ || creates && meant.isPresent()) {
            return;
        }
        List<Visit> all = with(step.number());
        if (meant.isEmpty()) {
            all.add(new Visit(id, 1, step.status(), false, step.text()));
            return;
        }
        Visit old = meant.get();
        boolean deletes = step.act().deletes();
        // HAPI passes over a version number when a deleted resource comes back.
        int version = old.version() + (old.deleted() ? 2 : 1);
        all.set(
                all.indexOf(old),
                deletes
                        ? new Visit(old.id(), version, old.status(), true, old.text())
                        : new Visit(old.id(), version, step.status(), false, step.text()));
    }

    private boolean unnamed(Step step) {
        return rules.versionNeeded() && (step.ifMatch() == Named.NOTHING || step.ifMatch() == Named.ANY);
    }

    private static Told refused(int status, String rule) {
        return new Told(status, rule);
    }
}
