package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Holds callers to their rights and scopes: on what they ask for, before anything is read or looked up, on what they are
 * shown, and on what is stored and would be stored.
 */
public final class RightsGuard implements RequestGuard, WriteGuard {

    private final AccessPolicy access;
    private final Predicate<String> guarded;

    /** Holds callers to their rights on every resource type. */
    public RightsGuard(AccessPolicy access) {
        this(access, type -> true);
    }

    /**
     * @param guarded whether the contract speaks for a resource type; to others nothing is said
     */
    public RightsGuard(AccessPolicy access, Predicate<String> guarded) {
        this.access = access;
        this.guarded = guarded;
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeBody(Request request) {
        // The capabilities are open to all, each resource of a page is judged when it is shown, and each request in a
        // bundle on its own.
        boolean judgedElsewhere = request.interaction() == Interaction.CAPABILITIES
                || request.interaction() == Interaction.PAGE
                || request.interaction().sendsRequests();
        return judgedElsewhere || !judges(request.caller(), request.type())
                ? Decision.permit()
                : access.mayAsk(request);
    }

    @Override
    public Decision beforeWrite(Write write) {
        return write.request()
                .filter(request -> judges(request.caller(), write.type()))
                .map(request -> access.mayStore(request, write))
                .orElseGet(Decision::permit);
    }

    /** Judges whether a stored resource may be changed, as far as its content counts. */
    Decision mayChange(Request request, IBaseResource stored) {
        return judges(request.caller(), stored.fhirType()) ? access.mayChange(request, stored) : Decision.permit();
    }

    /** Judges whether a resource may be shown in the answer to a request that reads. */
    Decision mayShow(Request request, IBaseResource resource) {
        return judges(request.caller(), resource.fhirType()) ? access.mayShow(request, resource) : Decision.permit();
    }

    /** Returns how much of the type the caller's rights let them see. */
    Sight sight(Caller caller, String type) {
        return judges(caller, type) ? access.sight(caller.claims(), type) : Sight.ALL;
    }

    /** Judges whether the caller may search the type. */
    Decision maySearch(Caller caller, String type) {
        return judges(caller, type) ? access.maySearch(caller.claims(), type) : Decision.permit();
    }

    private boolean judges(Caller caller, String type) {
        return guarded.test(type) && !(caller instanceof Caller.Internal);
    }
}
