package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.Optional;

/** Holds callers to their rights, before anything is read or looked up. */
public final class RightsGuard implements RequestGuard {

    private final RightsPolicy rights;

    public RightsGuard(RightsPolicy rights) {
        this.rights = rights;
    }

    @Override
    public Decision beforeBody(Request request) {
        // The capabilities are open to all, each resource of a page is judged when it is shown, and each request in a
        // bundle on its own.
        if (request.interaction() == Interaction.CAPABILITIES
                || request.interaction() == Interaction.PAGE
                || request.interaction().sendsRequests()) {
            return Decision.permit();
        }
        return may(request.caller(), request.interaction(), request.type(), request.operation());
    }

    /** Judges whether a resource of the given type may be shown to the caller in an answer that they asked for. */
    public Decision mayShow(Caller caller, String type) {
        Decision read = may(caller, Interaction.READ, type, Optional.empty());
        return read instanceof Decision.Permit ? read : may(caller, Interaction.SEARCH, type, Optional.empty());
    }

    private Decision may(Caller caller, Interaction interaction, String type, Optional<String> operation) {
        if (caller instanceof Caller.Internal) {
            return Decision.permit();
        }
        return rights.may(caller.claims(), interaction, type, operation);
    }
}
