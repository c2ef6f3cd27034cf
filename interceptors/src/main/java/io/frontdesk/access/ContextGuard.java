package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Holds callers to the context in their token: on what they ask for, on what is stored, and on what would be stored. */
public final class ContextGuard implements RequestGuard, WriteGuard, DeletionGuard {

    private final ContextPolicy policy;
    private final Set<String> guarded;

    /** Takes the types that context applies to. */
    public ContextGuard(ContextPolicy policy, Set<String> guarded) {
        this.policy = policy;
        this.guarded = Set.copyOf(guarded);
    }

    @Override
    public Decision beforeBody(Request request) {
        return guarded.contains(request.type()) && !(request.caller() instanceof Caller.Internal)
                ? policy.mayAsk(request.caller().claims(), request.interaction())
                : Decision.permit();
    }

    /** Judges the stored appointment before the proposed one: nobody gains access to it by changing it. */
    @Override
    public Decision beforeWrite(Write write) {
        if (write.request().isEmpty()) {
            return Decision.permit();
        }
        Decision stored = write.stored()
                .map(resource -> mayShow(write.caller(), resource, write.ownBases()))
                .orElseGet(Decision::permit);
        return stored.and(() -> mayShow(write.caller(), write.proposed(), write.ownBases()));
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        return mayShow(deletion.caller(), deletion.stored(), deletion.ownBases());
    }

    /** Judges whether a resource may be shown to the caller. */
    public Decision mayShow(Caller caller, IBaseResource resource, Set<String> ownBases) {
        return guarded.contains(resource.fhirType()) && !(caller instanceof Caller.Internal)
                ? policy.may(caller.claims(), resource, ownBases)
                : Decision.permit();
    }
}
