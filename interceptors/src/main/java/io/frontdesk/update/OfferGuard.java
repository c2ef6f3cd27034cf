package io.frontdesk.update;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;

/** Closes what the contract does not offer, and keeps a PUT to an unknown id from creating. */
public final class OfferGuard implements RequestGuard, WriteGuard {

    private final OfferPolicy policy;

    public OfferGuard(OfferPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Family family() {
        return Family.OFFER;
    }

    @Override
    public Decision beforeBody(Request request) {
        return policy.offers(request.interaction(), request.type(), request.id().isPresent(), request.operation());
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.stored().isPresent() || write.request().isEmpty()) {
            return Decision.permit();
        }
        if (write.deleted().isPresent()) {
            return policy.mayRevive(write.type());
        }
        Request request = write.request().get();
        return request.interaction() == Interaction.UPDATE
                ? policy.mayCreateUnder(
                        write.type(),
                        request.id().orElse(""),
                        !request.header("If-Match").isEmpty())
                : Decision.permit();
    }
}
