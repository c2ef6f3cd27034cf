package io.frontdesk.proof;

import io.frontdesk.access.CallerKind;
import io.frontdesk.access.CallerKinds;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.guard.Judges;
import io.frontdesk.patch.PatchPolicy;
import io.frontdesk.patch.PatchSample;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sends everything that anybody may send to everything that may be stored: every way to write, from every stage of an
 * appointment's life to every status, by every kind of caller, past the guards themselves. Belongs to one thread.
 */
public final class Walk {

    private static final List<Interaction> WRITING = List.of(
            Interaction.CREATE,
            Interaction.UPDATE,
            Interaction.PATCH,
            Interaction.DELETE,
            Interaction.CONDITIONAL_CREATE,
            Interaction.CONDITIONAL_UPDATE,
            Interaction.CONDITIONAL_PATCH,
            Interaction.CONDITIONAL_DELETE);

    /** What another precondition may turn. */
    private static final Set<Rule> BY_HEADERS = EnumSet.of(
            Rule.VERSION_MISSING,
            Rule.VERSION_MALFORMED,
            Rule.VERSION_STALE,
            Rule.VERSION_NOTHING,
            Rule.UNKNOWN_ID,
            Rule.NOT_FOUND,
            Rule.GONE);

    private final Contract contract;
    private final Judges judges;
    private final Asking asking;
    private final Assumptions assumptions = new Assumptions();
    private final Writing writing;
    private final Set<String> statuses;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Set<Way> taken = new HashSet<>();
    private final Map<String, Step> rightless = new LinkedHashMap<>();
    private final Map<String, Set<String>> refused = new HashMap<>();
    private long combinations;
    private long permitted;

    /** Takes a contract and what judges under it. */
    public Walk(Contract contract, Judges judges) {
        this.contract = contract;
        this.judges = judges;
        this.asking = new Asking(contract);
        this.writing = new Writing(judges, assumptions);
        this.statuses = new TreeSet<>(BoundCodes.at(contract.fhir(), Contract.APPOINTMENT + ".status"));
    }

    /** Returns what is found on the way through a contract. */
    public static Walked through(Contract contract) {
        return new Walk(contract, Judges.of(contract)).walk();
    }

    /** Walks, once. */
    public Walked walk() {
        List<CallerKind> kinds = CallerKinds.of(contract.access(), contract.context(), Contract.APPOINTMENT);
        List<Way> ways = ways();
        Map<Map<String, String>, Sample> samples = new HashMap<>();
        for (CallerKind kind : kinds) {
            Sample sample = samples.computeIfAbsent(
                    kind.belongs(), belongs -> new Sample(contract.fhir(), Clock.systemUTC(), belongs));
            for (Way way : ways) {
                walk(kind, way, sample);
            }
        }
        return new Walked(
                contract.status().states(),
                kinds.size(),
                ways.size(),
                combinations,
                permitted,
                List.copyOf(steps.values()),
                taken,
                List.copyOf(rightless.values()),
                refused,
                assumptions.made());
    }

    private List<Way> ways() {
        List<PatchSample> patches = contract.patch().map(PatchPolicy::samples).orElseGet(List::of);
        List<Way> ways = new ArrayList<>();
        for (Interaction interaction : WRITING) {
            for (Way way : Way.direct(interaction, patches)) {
                ways.add(way);
                Stream.of(Interaction.TRANSACTION, Interaction.BATCH)
                        .filter(contract.update().offers().onSystem()::contains)
                        .forEach(bundle -> ways.add(way.within(bundle)));
            }
        }
        return ways;
    }

    private void walk(CallerKind kind, Way way, Sample sample) {
        List<Request> sent = asking.requests(way, kind, sample.identifier()).stream()
                .filter(request -> mayBeSent(request, way, kind))
                .toList();
        if (way.within().isEmpty()) {
            writing.forget();
        }
        List<String> stages = new ArrayList<>(contract.status().states());
        stages.add(Stage.NOTHING);
        stages.add(Stage.DELETED);
        for (String from : stages) {
            if (way.from(from)) {
                for (String to : targets(way, from)) {
                    combinations++;
                    walk(new Writing.Wish(way, from, to), kind, sent, sample);
                }
            }
        }
    }

    private Set<String> targets(Way way, String from) {
        if (way.deletes()) {
            return Set.of(Stage.DELETED);
        }
        return way.patch().map(patch -> Set.of(patch.status().orElse(from))).orElse(statuses);
    }

    private boolean mayBeSent(Request request, Way way, CallerKind kind) {
        if (way.within().isEmpty()) {
            return passes(request, judges.ofRequests());
        }
        return passes(asking.bundle(Interaction.BUNDLE, kind), judges.ofRequests())
                && passes(asking.bundle(way.within().get(), kind), judges.ofEntries())
                && passes(request, judges.ofEntries());
    }

    private boolean passes(Request request, List<RequestGuard> guards) {
        return guards.stream()
                .map(guard -> guard.beforeBody(request))
                .flatMap(decision -> decision.refusal().stream())
                .allMatch(assumptions::cover);
    }

    private void walk(Writing.Wish wish, CallerKind kind, List<Request> sent, Sample sample) {
        for (Request request : sent) {
            Writing.Outcome outcome = writing.write(wish, request, sample);
            if (outcome.refusal().isEmpty()) {
                permitted++;
                note(new Step(wish.way(), kind, wish.from(), outcome.to()), request);
                return;
            }
            Refusal refusal = outcome.refusal().get();
            refused.computeIfAbsent(Walked.pair(wish.from(), wish.to()), pair -> new TreeSet<>())
                    .add(refusal.id());
            if (!BY_HEADERS.contains(refusal.rule())) {
                return;
            }
        }
    }

    private void note(Step step, Request request) {
        String pair = Walked.pair(step.from(), step.to());
        steps.putIfAbsent(pair, step);
        taken.add(step.way());
        if (step.caller().rightless() || contract.access().mayAsk(request) instanceof Decision.Refuse) {
            rightless.putIfAbsent(step.way() + pair, step);
        }
    }
}
