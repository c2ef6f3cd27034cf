package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.store.NotStoredException;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Takes the Slots that an appointment comes to hold, and frees those that it holds no more, in the appointment's own
 * transaction. A Slot that is not free is refused.
 *
 * <p>Of two appointments that take one Slot at once, the store lets one write it; the other is repeated and finds it taken.
 */
public final class SlotGuard implements WriteGuard, DeletionGuard {

    private static final String ELEMENT = "Appointment.slot";
    private static final String SEARCH = "Search for a free one: GET [base]/Slot?status=free.";

    private final SlotPolicy policy;
    private final Slots slots;

    /** Takes where the Slots are. */
    public SlotGuard(SlotPolicy policy, FhirContext fhir, ResourceStore store) {
        this.policy = policy;
        this.slots = new Slots(fhir, store);
    }

    @Override
    public Family family() {
        return Family.SLOT;
    }

    @Override
    public Decision beforeWrite(Write write) {
        return policy.type().equals(write.type())
                ? turn(
                        slots.in(write.partition()),
                        policy.held(write.stored()),
                        policy.held(Optional.of(write.proposed())))
                : Decision.permit();
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        return policy.type().equals(deletion.type())
                ? turn(slots.in(deletion.partition()), policy.held(Optional.of(deletion.stored())), Map.of())
                : Decision.permit();
    }

    private static Decision turn(Slots slots, Map<String, String> before, Map<String, String> after) {
        if (before.equals(after)) {
            return Decision.permit();
        }
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(Slots::elsewhere);
        Decision decision = Decision.permit();
        for (String reference : all) {
            decision = decision.and(() -> turn(slots, reference, before.get(reference), after.get(reference)));
        }
        return decision;
    }

    private static Decision turn(Slots slots, String reference, @Nullable String was, @Nullable String is) {
        if (is != null && is.equals(was)) {
            return Decision.permit();
        }
        Optional<IBaseResource> slot = slots.at(reference);
        if (slot.isEmpty()) {
            return is == null ? Decision.permit() : unknown();
        }
        String stored = slots.status(slot.get());
        if (was == null && !stored.equals(SlotPolicy.FREE)) {
            return taken();
        }
        String wanted = is == null ? SlotPolicy.FREE : is;
        return stored.equals(wanted) ? Decision.permit() : store(slots, slot.get(), wanted);
    }

    private static Decision store(Slots slots, IBaseResource slot, String status) {
        try {
            slots.turn(slot, status);
            return Decision.permit();
        } catch (NotStoredException e) {
            return Decision.refuse(Refusal.of(
                            Rule.SLOT_TAKEN,
                            "A Slot of the appointment cannot be changed with it.",
                            "Tell the operator: the stored Slot breaks a rule of this endpoint. " + SEARCH)
                    .at(ELEMENT));
        }
    }

    private static Decision unknown() {
        return Decision.refuse(Refusal.of(
                        Rule.SLOT_UNKNOWN,
                        "The appointment holds a Slot that is not stored here.",
                        "Name a stored one as Slot/[id]. " + SEARCH)
                .at(ELEMENT));
    }

    private static Decision taken() {
        return Decision.refuse(
                Refusal.of(Rule.SLOT_TAKEN, "The Slot is not free.", SEARCH).at(ELEMENT));
    }
}
