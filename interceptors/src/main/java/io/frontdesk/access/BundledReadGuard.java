package io.frontdesk.access;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.Collection;
import java.util.List;

/**
 * Keeps searches and histories out of bundles for callers who see only a part of what is stored: their pages are cut after
 * each resource has been judged, and within a bundle HAPI cuts them before.
 */
public final class BundledReadGuard implements RequestGuard {

    private final Sights sights;
    private final SearchTargets targets;

    public BundledReadGuard(Sights sights, SearchTargets targets) {
        this.sights = sights;
        this.targets = targets;
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeBody(Request request) {
        Interaction interaction = request.interaction();
        boolean one = interaction == Interaction.READ || interaction == Interaction.VREAD;
        Collection<String> shown = request.type().isEmpty() ? targets.served() : List.of(request.type());
        return !interaction.reads() || one || sights.all(request.caller(), shown)
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.FORM_NOT_OFFERED,
                        "A caller who may not see all of " + request.type() + " cannot search it within a bundle.",
                        "Send the search by itself."));
    }
}
