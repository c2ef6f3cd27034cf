package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Refuses an appointment that comes to hold Slots which it does not agree with. A Slot that is not there is refused where it is
 * taken.
 */
public final class SlotAgreementGuard implements WriteGuard {

    private final SlotPolicy policy;
    private final Slots slots;

    /** Takes where the Slots are. */
    public SlotAgreementGuard(SlotPolicy policy, FhirContext fhir, ResourceStore store) {
        this.policy = policy;
        this.slots = new Slots(fhir, store);
    }

    @Override
    public Family family() {
        return Family.SLOT;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!policy.agreement().demandsAny() || !policy.type().equals(write.type())) {
            return Decision.permit();
        }
        Map<String, String> after = policy.held(Optional.of(write.proposed()));
        if (after.isEmpty() || after.keySet().equals(policy.held(write.stored()).keySet())) {
            return Decision.permit();
        }
        Slots there = slots.in(write.partition());
        List<IBaseResource> held =
                after.keySet().stream().map(there::at).flatMap(Optional::stream).toList();
        return held.size() == after.size() ? policy.agreement().judge(write.proposed(), held) : Decision.permit();
    }
}
