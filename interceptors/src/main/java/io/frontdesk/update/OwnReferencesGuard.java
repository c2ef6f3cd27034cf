package io.frontdesk.update;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementTree;
import io.frontdesk.element.References;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;

/**
 * Makes references to the endpoint's own resources relative, so that one resource has one spelling in the store, whatever
 * address its clients reach the endpoint by. References to other servers stay as they are.
 *
 * <p>A conditional reference ({@code Patient?identifier=1}; FHIR R4, 3.1.0.11.2), which HAPI replaces by what it finds, is
 * for those only who may search all of the type: that it is found tells what is stored.
 */
public final class OwnReferencesGuard implements WriteGuard {

    private static final Pattern CONDITIONAL = Pattern.compile("/?([A-Za-z]+)\\?");

    private final ElementTree tree;
    private final BiPredicate<Caller, String> maySearchAll;

    /**
     * Takes how elements are found.
     *
     * @param maySearchAll whether a caller may search all that is stored of a type
     */
    public OwnReferencesGuard(ElementTree tree, BiPredicate<Caller, String> maySearchAll) {
        this.tree = tree;
        this.maySearchAll = maySearchAll;
    }

    @Override
    public Family family() {
        return Family.BASE;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.ownBases().isEmpty()) {
            return Decision.permit();
        }
        Set<String> searched = new TreeSet<>();
        makeRelative(write.proposed(), write.ownBases(), searched);
        searched.removeIf(type -> maySearchAll.test(write.caller(), type));
        return searched.isEmpty()
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.FORM_NOT_OFFERED,
                        "A conditional reference searches all that is stored of " + String.join(", ", searched)
                                + ", which the caller may not see all of.",
                        "Send a reference by id."));
    }

    private void makeRelative(IBase element, Set<String> ownBases, Set<String> searched) {
        if (element instanceof IBaseReference reference) {
            String written = reference.getReferenceElement().getValue();
            if (written != null) {
                String local = References.local(written, ownBases);
                if (local.length() != written.length()) {
                    reference.setReference(local);
                }
                Matcher conditional = CONDITIONAL.matcher(local);
                if (conditional.lookingAt()) {
                    searched.add(conditional.group(1));
                }
            }
        }
        for (ElementTree.Child child : tree.children(element)) {
            for (IBase value : child.in(element)) {
                if (value != null) {
                    makeRelative(value, ownBases, searched);
                }
            }
        }
    }
}
