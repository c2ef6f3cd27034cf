package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Keeps clients from telling the server which Slots are held: that follows from the appointments. What is kept free for
 * other reasons is {@code busy-unavailable}.
 */
public final class HeldSlotGuard implements WriteGuard, DeletionGuard {

    private static final List<String> BOUND = List.of("start", "end", "schedule");

    private final SlotPolicy policy;
    private final ElementPath status;
    private final Map<String, ElementPath> bound = new LinkedHashMap<>();

    /** Takes what says which statuses belong to appointments. */
    public HeldSlotGuard(SlotPolicy policy, FhirContext fhir) {
        this.policy = policy;
        this.status = ElementPath.known(fhir, Slots.SLOT, "status");
        BOUND.forEach(element -> bound.put(element, ElementPath.known(fhir, Slots.SLOT, element)));
    }

    @Override
    public Family family() {
        return Family.SLOT;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!write.type().equals(Slots.SLOT) || write.request().isEmpty()) {
            return Decision.permit();
        }
        Optional<String> before = write.stored().flatMap(this::status);
        Optional<String> after = status(write.proposed());
        boolean held = before.filter(policy::isHeld).isPresent();
        if (!before.equals(after) && (held || after.filter(policy::isHeld).isPresent())) {
            return refuse(
                    "status",
                    "Whether a Slot is held follows from the appointments that name it.",
                    "Book or cancel an appointment with this Slot; send busy-unavailable for time that is not offered.");
        }
        Decision decision = Decision.permit();
        if (held) {
            IBaseResource stored = write.stored().orElseThrow();
            for (Map.Entry<String, ElementPath> element : bound.entrySet()) {
                decision =
                        decision.and(() -> unchanged(element.getKey(), element.getValue(), stored, write.proposed()));
            }
        }
        return decision;
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        boolean held = deletion.type().equals(Slots.SLOT)
                && status(deletion.stored()).filter(policy::isHeld).isPresent();
        return held
                ? refuse(
                        "status",
                        "The Slot is held by an appointment.",
                        "Cancel the appointment or give it another Slot first.")
                : Decision.permit();
    }

    private static Decision unchanged(String element, ElementPath path, IBaseResource before, IBaseResource after) {
        return path.textsIn(before).equals(path.textsIn(after))
                ? Decision.permit()
                : refuse(
                        element,
                        "The Slot is held by an appointment, whose time and place it is.",
                        "Give the appointment another Slot first.");
    }

    private Optional<String> status(IBaseResource slot) {
        return status.textsIn(slot).stream().findFirst();
    }

    private static Decision refuse(String element, String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.SLOT_HELD, text, remedy).at("Slot." + element));
    }
}
