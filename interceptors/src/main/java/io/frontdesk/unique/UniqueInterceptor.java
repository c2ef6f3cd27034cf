package io.frontdesk.unique;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.store.Partition;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store what another resource has already.
 *
 * <p>The hooks are PRECOMMIT, since only there a new resource has its id; they are called inside the transaction, so an
 * exception still undoes it.
 */
@Interceptor
public final class UniqueInterceptor {

    private final UniquePolicy policy;
    private final UniqueIndex index;
    private final Refusals refusals;

    public UniqueInterceptor(UniquePolicy policy, UniqueIndex index, Refusals refusals) {
        this.policy = policy;
        this.index = index;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(IBaseResource created, @Nullable RequestDetails details) {
        hold(Partition.of(created), created, Set.of(), policy.values(created), details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(IBaseResource before, IBaseResource after, @Nullable RequestDetails details) {
        hold(
                Partition.of(before),
                after,
                before.isDeleted() ? Set.of() : policy.values(before),
                policy.values(after),
                details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    void afterDelete(IBaseResource deleted, @Nullable RequestDetails details) {
        hold(Partition.of(deleted), deleted, policy.values(deleted), Set.of(), details);
    }

    private void hold(
            Partition partition,
            IBaseResource resource,
            Set<String> before,
            Set<String> values,
            @Nullable RequestDetails details) {
        if (before.equals(values)) {
            return;
        }
        String type = resource.fhirType();
        String address = partition.address(resource);
        Set<String> keys = partition.keys(values);
        refusals.decide(
                Family.UNIQUE,
                () -> switch (index.hold(address, keys)) {
                    case HELD -> Decision.permit();
                    case TAKEN -> Decision.refuse(policy.duplicate(type));
                    case CONTENDED -> throw refusals.again();
                },
                details);
    }
}
