package io.frontdesk.booking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Afterwards;
import io.frontdesk.store.Partition;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Counts what {@link BookingInterceptor} would refuse. Within the transaction it only looks, and waits for nobody; what an
 * appointment takes is entered after the request, whatever stands against it.
 */
@Interceptor
public final class BookingTrialInterceptor {

    private final BookingPolicy policy;
    private final TimeReader times;
    private final BookingIndex index;
    private final Refusals refusals;

    public BookingTrialInterceptor(BookingPolicy policy, BookingIndex index, Refusals refusals) {
        this.policy = policy;
        this.times = new TimeReader(policy);
        this.index = index;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(
            IBaseResource created, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(created);
        refusals.tryOut(() -> look(
                partition.address(created), List.of(), times.read(partition, created, details), details, transaction));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(
            IBaseResource before,
            IBaseResource after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(before);
        refusals.tryOut(() -> look(
                partition.address(after),
                times.read(partition, before, details),
                times.read(partition, after, details),
                details,
                transaction));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    void afterDelete(
            IBaseResource deleted, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        Partition partition = Partition.of(deleted);
        refusals.tryOut(() -> look(
                partition.address(deleted), times.read(partition, deleted, details), List.of(), details, transaction));
    }

    private void look(
            String appointment,
            List<Booking> before,
            List<Booking> after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        if (Awaited.sameTime(before, after)) {
            return;
        }
        refusals.decide(
                Family.BOOKING,
                () -> index.lacksRoom(appointment, after)
                        .map(booking -> Decision.refuse(policy.overlap(booking)))
                        .orElseGet(Decision::permit),
                details);
        Afterwards.note(details, transaction, "booking " + appointment, () -> index.enter(appointment, after));
    }
}
