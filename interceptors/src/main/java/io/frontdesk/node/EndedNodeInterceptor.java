package io.frontdesk.node;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.HookOrder;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with 503, on a node that may serve no more, whatever concerns its contract: a server of somebody else's goes on with
 * everything else. To be registered with the server and with the storage, so that it is there for jobs, includes and entries of
 * bundles too.
 */
@Interceptor
public final class EndedNodeInterceptor {

    private static final Refusal ENDED = Refusal.of(
            Rule.UNAVAILABLE,
            "Other nodes serve this store with another contract by now.",
            "Send the request again, to another node. The operator starts this one anew with the contract of the others.");

    private final BooleanSupplier ended;
    private final Set<String> types;
    private final Refusals refusals;

    /**
     * @param ended whether the node may serve no more
     * @param types the resource types that the contract speaks for
     */
    public EndedNodeInterceptor(BooleanSupplier ended, Set<String> types, Refusals refusals) {
        this.ended = ended;
        this.types = Set.copyOf(types);
        this.refusals = refusals;
    }

    /** After callers were asked who they are: nobody else learns how the server is. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    void beforeRequest(RequestDetails details) {
        String type = details.getResourceName();
        if (type != null) {
            refuse(type, details);
        }
    }

    /** PREACCESS, which shows whatever is read, for whatever reason. */
    @Hook(value = Pointcut.STORAGE_PREACCESS_RESOURCES, order = HookOrder.FIRST)
    void beforeRead(IPreResourceAccessDetails read, @Nullable RequestDetails details) {
        if (ended.getAsBoolean()) {
            for (int i = 0; i < read.size(); i++) {
                refuse(read.getResource(i).fhirType(), details);
            }
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = HookOrder.FIRST)
    void beforeCreate(IBaseResource proposed, @Nullable RequestDetails details) {
        refuse(proposed.fhirType(), details);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = HookOrder.FIRST)
    void beforeUpdate(@Nullable IBaseResource stored, IBaseResource proposed, @Nullable RequestDetails details) {
        refuse(proposed.fhirType(), details);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = HookOrder.FIRST)
    void beforeDelete(IBaseResource stored, @Nullable RequestDetails details) {
        refuse(stored.fhirType(), details);
    }

    private void refuse(String type, @Nullable RequestDetails details) {
        if (ended.getAsBoolean() && types.contains(type)) {
            throw refusals.refused(Family.STORE, ENDED, details);
        }
    }
}
