package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What a caller may see, by all rules of the contract together: rights and context. */
public final class Sights {

    private final RightsGuard rights;
    private final Optional<ContextGuard> context;

    public Sights(RightsGuard rights, Optional<ContextGuard> context) {
        this.rights = rights;
        this.context = context;
    }

    /** Returns how much of the type the caller may see. */
    public Sight of(Caller caller, String type) {
        Sight byRight = rights.sight(caller, type);
        return context.map(guard -> byRight.and(guard.sight(caller, type))).orElse(byRight);
    }

    /** Returns whether the caller may see all that is stored of each of the types. */
    public boolean all(Caller caller, Collection<String> types) {
        return types.stream().allMatch(type -> of(caller, type) == Sight.ALL);
    }

    /** Returns whether the caller may search all that is stored of the type. */
    public boolean maySearchAll(Caller caller, String type) {
        return of(caller, type) == Sight.ALL && rights.maySearch(caller, type) instanceof Decision.Permit;
    }

    /**
     * Returns the parameters of a search of one type that finds all that the caller may see, and nothing else; empty where
     * that cannot be said by parameters.
     */
    Optional<Map<String, List<String>>> searched(Request request) {
        return request.interaction() == Interaction.SEARCH
                        && rights.sight(request.caller(), request.type()) == Sight.ALL
                ? context.flatMap(guard -> guard.searched(request.caller(), request.type(), request.parameters()))
                : Optional.empty();
    }

    /** Judges whether what a conditional request names by its criteria can only be in the caller's context. */
    Decision mayName(Request request) {
        return context.map(guard -> guard.mayName(request)).orElseGet(Decision::permit);
    }

    /** Judges whether a stored resource may be shown in the answer to a request. */
    public Decision mayShow(Request request, IBaseResource resource) {
        return rights.mayShow(request, resource)
                .and(() -> context.map(guard -> guard.mayShow(request.caller(), resource, request.ownBases()))
                        .orElseGet(Decision::permit));
    }

    /** Judges whether a stored resource may be changed or deleted by a request, as far as its content counts. */
    Decision mayChange(Request request, IBaseResource stored) {
        return rights.mayChange(request, stored)
                .and(() -> context.map(guard -> guard.mayChange(request.caller(), stored, request.ownBases()))
                        .orElseGet(Decision::permit));
    }
}
