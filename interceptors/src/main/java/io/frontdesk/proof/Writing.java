package io.frontdesk.proof;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.guard.Judges;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Carries requests past the guards of writes and deletions, as the storage would. */
final class Writing {

    /** The version in which the deleted appointment was deleted. */
    private static final String DELETION = "2";

    /**
     * What somebody wants.
     *
     * @param from where the appointment stands
     * @param to where they want it
     */
    record Wish(Way way, String from, String to) {}

    /**
     * What becomes of it.
     *
     * @param refusal why it is refused, if it is
     * @param to where the appointment stands afterwards
     */
    record Outcome(Optional<Refusal> refusal, String to) {}

    private record Asked(Request request, String from, String to) {}

    private final Map<Asked, Outcome> known = new HashMap<>();
    private final Judges judges;
    private final Assumptions assumptions;
    /** What asks for more than a sample says, and would say so for seconds each time. */
    private final Set<WriteGuard> passed = Collections.newSetFromMap(new IdentityHashMap<>());

    Writing(Judges judges, Assumptions assumptions) {
        this.judges = judges;
        this.assumptions = assumptions;
    }

    /**
     * Carries out what a request wants, if nothing refuses it for more than its content. The storage does not tell whether a
     * request came by itself or in a bundle, so what was said of the one is said of the other.
     */
    Outcome write(Wish wish, Request request, Sample sample) {
        return known.computeIfAbsent(
                new Asked(request, wish.from(), wish.to()),
                asked -> wish.way().deletes() ? delete(wish, request, sample) : store(wish, request, sample));
    }

    /** Forgets what was said, before something else is asked. */
    void forget() {
        known.clear();
    }

    private Outcome delete(Wish wish, Request request, Sample sample) {
        Deletion deletion = new Deletion(Optional.of(request), sample.kept(wish.from()));
        for (DeletionGuard guard : judges.ofDeletions()) {
            Optional<Refusal> refusal = guard.beforeDelete(deletion).refusal();
            if (refusal.isPresent() && !assumptions.cover(refusal.get())) {
                return new Outcome(refusal, wish.from());
            }
        }
        return new Outcome(Optional.empty(), Stage.DELETED);
    }

    private Outcome store(Wish wish, Request request, Sample sample) {
        Write write = write(wish, Optional.of(request), sample);
        for (WriteGuard guard : judges.ofWrites()) {
            Decision decision = passed.contains(guard) ? Decision.permit() : guard.beforeWrite(write);
            Optional<Refusal> refusal = decision.refusal();
            if (refusal.isPresent() && !assumptions.cover(refusal.get())) {
                return new Outcome(refusal, wish.from());
            }
            refusal.ifPresent(content -> assume(content, guard, wish, write.proposed(), sample));
        }
        return new Outcome(Optional.empty(), sample.statusOf(write.proposed()));
    }

    private void assume(Refusal refusal, WriteGuard guard, Wish wish, IBaseResource proposed, Sample sample) {
        if (refusal.rule() == Rule.PATCH_STATE) {
            // A patch that was not carried out would have been, on other content.
            sample.set(proposed, wish.to());
        } else if (refusal.rule() == Rule.PROFILE) {
            passed.add(guard);
        }
    }

    private static Write write(Wish wish, Optional<Request> request, Sample sample) {
        boolean listed = wish.way().patch().isPresent();
        if (wish.from().equals(Stage.DELETED)) {
            return Write.revival(request, DELETION, sample.stored(wish.to()));
        }
        if (!Stage.stored(wish.from())) {
            boolean named = wish.way().interaction() == Interaction.UPDATE;
            return Write.create(request, named ? sample.stored(wish.to()) : sample.body(wish.to()));
        }
        // What a listed patch does is done by its guard, to what is stored.
        return Write.update(request, sample.kept(wish.from()), sample.stored(listed ? wish.from() : wish.to()));
    }
}
