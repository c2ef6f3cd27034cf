package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Holds callers to the context in their token: on what they ask for, on what is stored, and on what would be stored. */
public final class ContextGuard implements RequestGuard, WriteGuard {

    private final ContextPolicy policy;
    private final Set<String> guarded;

    /** Takes the types that context applies to. */
    public ContextGuard(ContextPolicy policy, Set<String> guarded) {
        this.policy = policy;
        this.guarded = Set.copyOf(guarded);
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeBody(Request request) {
        return judges(request.caller(), request.type())
                ? policy.mayAsk(request.caller().claims(), request.interaction(), request.ownBases())
                : Decision.permit();
    }

    /** Judges what would be stored; {@link HiddenGuard} has judged what is: nobody gains access by changing a resource. */
    @Override
    public Decision beforeWrite(Write write) {
        return write.request().isEmpty()
                ? Decision.permit()
                : mayChange(write.caller(), write.proposed(), write.ownBases());
    }

    /** Judges whether a resource, stored or proposed, belongs to the caller's context. */
    Decision mayChange(Caller caller, IBaseResource resource, Set<String> ownBases) {
        return judges(caller, resource.fhirType())
                ? policy.may(caller.claims(), resource, ownBases, ContextPolicy.Use.CHANGE)
                : Decision.permit();
    }

    /** Judges whether a resource may be shown to the caller: it belongs to their context, and their kind of user may read. */
    Decision mayShow(Caller caller, IBaseResource resource, Set<String> ownBases) {
        return judges(caller, resource.fhirType())
                ? policy.maySee(caller.claims())
                        .and(() -> policy.may(caller.claims(), resource, ownBases, ContextPolicy.Use.READ))
                : Decision.permit();
    }

    /** Returns how much of the type the context leaves to the caller. */
    Sight sight(Caller caller, String type) {
        return judges(caller, type) ? policy.sight(caller.claims()) : Sight.ALL;
    }

    /** Returns the parameters of an address with its criteria confined to the caller's context, as far as they can be. */
    public Map<String, List<String>> confined(Caller caller, String type, Map<String, List<String>> parameters) {
        return judges(caller, type) ? policy.confined(caller.claims(), parameters) : parameters;
    }

    /** Returns the parameters of a search of the type that finds nothing outside of the caller's context, if it can be said. */
    Optional<Map<String, List<String>>> searched(Caller caller, String type, Map<String, List<String>> parameters) {
        return judges(caller, type) ? policy.searched(caller.claims(), parameters) : Optional.empty();
    }

    /** Judges whether the criteria of a conditional request can be met by nothing outside of the caller's context. */
    Decision mayName(Request request) {
        return judges(request.caller(), request.type())
                ? policy.mayName(request.caller().claims(), Criteria.of(request))
                : Decision.permit();
    }

    private boolean judges(Caller caller, String type) {
        return guarded.contains(type) && !(caller instanceof Caller.Internal);
    }
}
