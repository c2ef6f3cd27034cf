package io.frontdesk.write;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.Partition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the guards judge a write or a deletion inside the storage transaction.
 *
 * <p>The hooks are PRESTORAGE, because every write path of HAPI meets there (PUT, all patches, bundle entries, undelete,
 * other code's calls), because what a guard changes is what is stored and answered, and because an exception rolls the
 * transaction back.
 */
@Interceptor
public final class WriteInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(WriteInterceptor.class);

    private static final Refusal UNSEEN = Refusal.of(
            Rule.FORM_NOT_OFFERED,
            "The store does not show what is stored, so that no change of it can be judged.",
            "Tell the operator: HAPI's mass ingestion mode must be off.");

    private final List<WriteGuard> guards;
    private final List<DeletionGuard> deletionGuards;
    private final Refusals refusals;
    private final FhirContext fhir;

    /** Takes the guards in the order in which they judge. */
    public WriteInterceptor(
            FhirContext fhir, List<WriteGuard> guards, List<DeletionGuard> deletionGuards, Refusals refusals) {
        this.fhir = fhir;
        this.guards = List.copyOf(guards);
        this.deletionGuards = List.copyOf(deletionGuards);
        this.refusals = refusals;
    }

    /** Returns the guards of writes in the order in which they judge. */
    public List<WriteGuard> guards() {
        return guards;
    }

    /** Returns the guards of deletions in the order in which they judge. */
    public List<DeletionGuard> deletionGuards() {
        return deletionGuards;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    void beforeCreate(
            IBaseResource proposed, @Nullable RequestDetails details, @Nullable RequestPartitionId partition) {
        Partition.note(proposed, partition);
        judge(Write.create(Requests.of(details, proposed), proposed), details);
    }

    /** HAPI shows a deleted resource as an empty one, and in mass ingestion mode it shows nothing at all. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    void beforeUpdate(@Nullable IBaseResource stored, IBaseResource proposed, @Nullable RequestDetails details) {
        if (stored == null) {
            refusals.decide(Family.STORE, () -> Decision.refuse(UNSEEN), details);
            return;
        }
        Partition.note(proposed, Partition.of(stored));
        Optional<Request> request = Requests.of(details, proposed);
        judge(
                stored.isDeleted()
                        ? Write.revival(request, stored.getIdElement().getVersionIdPart(), proposed)
                        : Write.update(request, stored, proposed),
                details);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
    void beforeDelete(IBaseResource stored, @Nullable RequestDetails details) {
        Deletion deletion = new Deletion(Requests.of(details, stored), stored);
        told(deletion.request(), stored, details);
        for (DeletionGuard guard : deletionGuards) {
            refusals.attempt(
                    guard.family(),
                    () -> decide(guard.family(), () -> guard.beforeDelete(deletion), deletion.request(), details));
        }
    }

    /**
     * TRANSACTION_PROCESSED, the last moment at which a whole transaction can be undone: of two entries that turn out to mean
     * one resource HAPI carries out one, and answers as if it had done both.
     */
    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSED)
    void afterTransaction(@Nullable RequestDetails details) {
        boolean transaction = Requests.of(details)
                .filter(request -> request.interaction() == Interaction.TRANSACTION)
                .isPresent();
        if (details == null || !transaction) {
            return;
        }
        for (Request idle : Requests.idle(details)) {
            boolean deletes = idle.interaction().method().equals("DELETE");
            Refusal refusal = deletes
                    ? Refusal.of(
                                    Rule.NOT_FOUND,
                                    "There is nothing to delete.",
                                    "Search for it: GET [base]/" + idle.type() + ".")
                            .with("type", idle.type())
                            .with("id", idle.id().orElse(""))
                    : Refusal.writtenTwice();
            decide(Family.BUNDLE, () -> Decision.refuse(refusal), Optional.of(idle), details);
        }
    }

    private void judge(Write write, @Nullable RequestDetails details) {
        told(write.request(), write.proposed(), details);
        Optional<Write> trial = Optional.empty();
        for (WriteGuard guard : guards) {
            if (refusals.enforces(guard.family())) {
                // What it changes is seen by all later guards, those in shadow too.
                trial = Optional.empty();
                Decision decision = judge(guard, write, details);
                decision.warnings().forEach(warning -> warn(warning, details));
            } else {
                Write copy = trial.orElseGet(() -> write.trial(fhir, !refusals.enforces(Family.PATCH)));
                trial = Optional.of(copy);
                refusals.tryOut(() -> judge(guard, copy, details));
            }
        }
    }

    private Decision judge(WriteGuard guard, Write write, @Nullable RequestDetails details) {
        return decide(guard.family(), () -> guard.beforeWrite(write), write.request(), details);
    }

    /** Names no more than the rule: what is written is patient data. */
    private static void warn(Refusal warning, @Nullable RequestDetails details) {
        LOG.warn("{} {}", warning.id(), warning.elements());
        if (details != null) {
            Requests.warn(details, warning);
        }
    }

    /** A bundle's write goes on when its entry is known, and is the only one that writes the resource. */
    private void told(Optional<Request> request, IBaseResource resource, @Nullable RequestDetails details) {
        if (details == null || request.isEmpty() || !Requests.bundled(details)) {
            return;
        }
        boolean unknown = request.get().interaction().sendsRequests();
        if (unknown || !Requests.writes(details, request.get(), resource)) {
            decide(Family.BUNDLE, () -> Decision.refuse(Refusal.writtenTwice()), request, details);
        }
    }

    private Decision decide(
            Family family, Supplier<Decision> guard, Optional<Request> request, @Nullable RequestDetails details) {
        return refusals.decide(family, () -> placed(guard.get(), request, details), details);
    }

    private static Decision placed(Decision decision, Optional<Request> request, @Nullable RequestDetails details) {
        Optional<Refusal> refusal = decision.refusal();
        if (refusal.isEmpty() || details == null) {
            return decision;
        }
        return request.flatMap(known -> Requests.entry(details, known))
                .map(entry -> Decision.refuse(refusal.get().within(entry)))
                .orElse(decision);
    }
}
