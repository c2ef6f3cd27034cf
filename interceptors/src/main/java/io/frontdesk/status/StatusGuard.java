package io.frontdesk.status;

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
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Holds appointments to the status table, on create and on every way to change them. */
public final class StatusGuard implements WriteGuard, DeletionGuard {

    private final StatusPolicy policy;
    private final String guarded;
    private final ElementPath status;

    /** Takes the type that has the table's life cycle. */
    public StatusGuard(StatusPolicy policy, FhirContext fhir, String guarded) {
        this.policy = policy;
        this.guarded = guarded;
        this.status = ElementPath.known(fhir, guarded, "status");
    }

    @Override
    public Family family() {
        return Family.STATUS;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!guarded.equals(write.type())) {
            return Decision.permit();
        }
        Optional<String> to = status(write.proposed());
        if (to.isEmpty()) {
            return Decision.refuse(
                    Refusal.of(Rule.STATUS_MISSING, "The appointment has no status.", "Send Appointment.status.")
                            .at("Appointment.status"));
        }
        // What was deleted and comes back begins anew.
        return write.stored()
                .flatMap(this::status)
                .map(from -> policy.move(from, to.get()))
                .orElseGet(() -> policy.start(to.get()));
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        return guarded.equals(deletion.type())
                ? status(deletion.stored()).map(policy::delete).orElseGet(Decision::permit)
                : Decision.permit();
    }

    private Optional<String> status(IBaseResource resource) {
        return status.textsIn(resource).stream().findFirst();
    }
}
