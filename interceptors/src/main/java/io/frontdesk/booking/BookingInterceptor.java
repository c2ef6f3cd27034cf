package io.frontdesk.booking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Requests;
import io.frontdesk.store.Partition;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store an appointment at a time that an actor of it has no more.
 *
 * <p>It decides at PRECOMMIT, where a new appointment has its id and what is stored is settled; the hook is called inside the
 * transaction, so an exception still undoes it. In a bundle HAPI calls PRECOMMIT for all entries at its end. PRESTORAGE is
 * called entry by entry before that: there the actors of all entries are gathered, so that they can be awaited at once and in
 * one order, whatever the order of the entries.
 */
@Interceptor
public final class BookingInterceptor {

    private static final String GATHERED = BookingInterceptor.class.getName();

    private final BookingPolicy policy;
    private final TimeReader times;
    private final BookingIndex index;
    private final Refusals refusals;

    public BookingInterceptor(BookingPolicy policy, BookingIndex index, Refusals refusals) {
        this.policy = policy;
        this.times = new TimeReader(policy);
        this.index = index;
        this.refusals = refusals;
    }

    /** After the guards, who may still change what is stored. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = 10)
    void beforeCreate(
            IBaseResource created, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        if (amongOthers(details)) {
            Partition partition = Partition.of(created);
            gather(partition.address(created), List.of(), times.read(partition, created, details), transaction);
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = 10)
    void beforeUpdate(
            IBaseResource before,
            IBaseResource after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        if (amongOthers(details)) {
            Partition partition = Partition.of(before);
            gather(
                    partition.address(after),
                    times.read(partition, before, details),
                    times.read(partition, after, details),
                    transaction);
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = 10)
    void beforeDelete(
            IBaseResource deleted, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        if (amongOthers(details)) {
            Partition partition = Partition.of(deleted);
            gather(partition.address(deleted), times.read(partition, deleted, details), List.of(), transaction);
        }
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(
            IBaseResource created, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(created);
        hold(partition, created, List.of(), times.read(partition, created, details), details, transaction);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(
            IBaseResource before,
            IBaseResource after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(before);
        hold(
                partition,
                after,
                times.read(partition, before, details),
                times.read(partition, after, details),
                details,
                transaction);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    void afterDelete(
            IBaseResource deleted, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(deleted);
        hold(partition, deleted, times.read(partition, deleted, details), List.of(), details, transaction);
    }

    /** A client's request that is no bundle writes one appointment, and has no others to gather. */
    private static boolean amongOthers(@Nullable RequestDetails details) {
        return details == null || Requests.of(details).isEmpty() || Requests.bundled(details);
    }

    private static void gather(
            String appointment, List<Booking> before, List<Booking> after, @Nullable TransactionDetails transaction) {
        if (transaction != null && !Awaited.sameTime(before, after)) {
            awaited(transaction).gather(appointment, before, after);
        }
    }

    private static Awaited awaited(TransactionDetails transaction) {
        Awaited known = transaction.getUserData(GATHERED);
        if (known != null) {
            return known;
        }
        Awaited awaited = new Awaited();
        transaction.putUserData(GATHERED, awaited);
        transaction.addRollbackUndoAction(awaited::clear);
        return awaited;
    }

    private void hold(
            Partition partition,
            IBaseResource resource,
            List<Booking> before,
            List<Booking> after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        String appointment = partition.address(resource);
        Awaited awaited = transaction == null ? new Awaited() : awaited(transaction);
        if (Awaited.sameTime(before, after) && !awaited.gaveUp(appointment)) {
            return;
        }
        refusals.decide(
                Family.BOOKING,
                () -> {
                    BookingIndex.Outcome outcome = awaited.await(index, appointment, before, after);
                    return decision(
                            outcome == BookingIndex.Outcome.HELD
                                    ? index.hold(appointment, after)
                                    : BookingIndex.Answer.of(outcome),
                            details,
                            resource);
                },
                details);
    }

    private Decision decision(BookingIndex.Answer answer, @Nullable RequestDetails details, IBaseResource resource) {
        return switch (answer.outcome()) {
            case HELD -> Decision.permit();
            case CONTENDED -> throw refusals.again();
            case BUSY ->
                Decision.refuse(Refusal.of(
                                Rule.VERSION_LOCKED,
                                "Others are booking somebody who takes part right now.",
                                "Send the request again.")
                        .withHeader("Retry-After", "1"));
            case TAKEN -> Decision.refuse(within(policy.overlap(answer.refused().orElseThrow()), details, resource));
        };
    }

    private static Refusal within(Refusal refusal, @Nullable RequestDetails details, IBaseResource resource) {
        return details == null
                ? refusal
                : Requests.of(details, resource)
                        .flatMap(request -> Requests.entry(details, request))
                        .map(refusal::within)
                        .orElse(refusal);
    }
}
