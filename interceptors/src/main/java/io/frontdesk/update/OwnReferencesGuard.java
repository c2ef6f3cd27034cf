package io.frontdesk.update;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.element.References;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseReference;

/**
 * Makes references to the endpoint's own resources relative, so that one resource has one spelling in the store, whatever
 * address its clients reach the endpoint by. References to other servers stay as they are.
 */
public final class OwnReferencesGuard implements WriteGuard {

    private final FhirContext fhir;

    public OwnReferencesGuard(FhirContext fhir) {
        this.fhir = fhir;
    }

    @Override
    public Decision beforeWrite(Write write) {
        Set<String> ownBases = write.ownBases();
        if (!ownBases.isEmpty()) {
            for (IBaseReference reference :
                    fhir.newTerser().getAllPopulatedChildElementsOfType(write.proposed(), IBaseReference.class)) {
                String written = reference.getReferenceElement().getValue();
                if (written != null) {
                    String local = References.local(written, ownBases);
                    if (local.length() != written.length()) {
                        reference.setReference(local);
                    }
                }
            }
        }
        return Decision.permit();
    }
}
