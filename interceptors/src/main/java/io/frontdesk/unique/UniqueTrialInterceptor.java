package io.frontdesk.unique;

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
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Counts what {@link UniqueInterceptor} would refuse. Within the transaction it only looks; what a resource holds is noted after
 * the request, so that nobody waits and no key is broken. Who had a value first keeps it.
 */
@Interceptor
public final class UniqueTrialInterceptor {

    private final UniquePolicy policy;
    private final UniqueIndex index;
    private final Refusals refusals;

    public UniqueTrialInterceptor(UniquePolicy policy, UniqueIndex index, Refusals refusals) {
        this.policy = policy;
        this.index = index;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(
            IBaseResource created, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        refusals.tryOut(
                () -> look(Partition.of(created), created, Set.of(), policy.values(created), details, transaction));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(
            IBaseResource before,
            IBaseResource after,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        refusals.tryOut(() -> look(
                Partition.of(before),
                after,
                before.isDeleted() ? Set.of() : policy.values(before),
                policy.values(after),
                details,
                transaction));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    void afterDelete(
            IBaseResource deleted, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        refusals.tryOut(
                () -> look(Partition.of(deleted), deleted, policy.values(deleted), Set.of(), details, transaction));
    }

    private void look(
            Partition partition,
            IBaseResource resource,
            Set<String> before,
            Set<String> wanted,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        if (before.equals(wanted)) {
            return;
        }
        String address = partition.address(resource);
        Set<String> values = partition.keys(wanted);
        refusals.decide(
                Family.UNIQUE,
                () -> index.taken(address, values)
                        ? Decision.refuse(policy.duplicate(resource.fhirType()))
                        : Decision.permit(),
                details);
        Afterwards.note(details, transaction, "unique " + address, () -> index.hold(address, values));
    }
}
