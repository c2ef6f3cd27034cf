package io.frontdesk.update;

import io.frontdesk.decision.Decision;
import io.frontdesk.element.ElementTree;
import io.frontdesk.element.References;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;

/**
 * Makes references to the endpoint's own resources relative, so that one resource has one spelling in the store, whatever
 * address its clients reach the endpoint by. References to other servers stay as they are.
 */
public final class OwnReferencesGuard implements WriteGuard {

    private final ElementTree tree;

    public OwnReferencesGuard(ElementTree tree) {
        this.tree = tree;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!write.ownBases().isEmpty()) {
            makeRelative(write.proposed(), write.ownBases());
        }
        return Decision.permit();
    }

    private void makeRelative(IBase element, Set<String> ownBases) {
        if (element instanceof IBaseReference reference) {
            String written = reference.getReferenceElement().getValue();
            if (written != null) {
                String local = References.local(written, ownBases);
                if (local.length() != written.length()) {
                    reference.setReference(local);
                }
            }
        }
        for (ElementTree.Child child : tree.children(element)) {
            for (IBase value : child.in(element)) {
                if (value != null) {
                    makeRelative(value, ownBases);
                }
            }
        }
    }
}
