package io.frontdesk.base;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementTree;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;

/**
 * Elements that FHIR itself requires, in every resource that is written. HAPI's parser knows the cardinalities and does not
 * look at them; the validator does, at a thousand times the cost.
 */
public final class BaseRules implements WriteGuard {

    private final ElementTree tree;

    public BaseRules(ElementTree tree) {
        this.tree = tree;
    }

    @Override
    public Decision beforeWrite(Write write) {
        return missing(write.proposed())
                .map(below -> write.type() + below)
                .map(element -> Decision.refuse(Refusal.of(
                                Rule.BASE_REQUIRED,
                                "The element " + element + " is required by FHIR and absent.",
                                "Send " + element + ".")
                        .at(element)
                        .with("element", element)))
                .orElseGet(Decision::permit);
    }

    /** Returns the path of the first absent element below the given one; paths are only made when there is one. */
    private Optional<String> missing(IBase element) {
        for (ElementTree.Child child : tree.children(element)) {
            List<IBase> values = child.in(element);
            boolean present = false;
            for (int i = 0; i < values.size(); i++) {
                IBase value = values.get(i);
                if (value == null || value.isEmpty()) {
                    continue;
                }
                present = true;
                Optional<String> below = missing(value);
                if (below.isPresent()) {
                    String index = child.definition().getMax() == 1 ? "" : "[" + i + "]";
                    return Optional.of("." + child.name() + index + below.get());
                }
            }
            if (!present && child.required()) {
                return Optional.of("." + child.name());
            }
        }
        return Optional.empty();
    }
}
