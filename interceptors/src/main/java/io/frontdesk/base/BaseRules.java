package io.frontdesk.base;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementTree;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * Elements that FHIR itself requires, and the ranges of its whole numbers, in every resource that is written. HAPI's parser
 * knows both and looks at neither; the validator does, at a thousand times the cost.
 */
public final class BaseRules implements WriteGuard {

    /** The least value of the whole numbers that have one (FHIR R4, 2.24.0.1). */
    private static final Map<String, Integer> LEAST = Map.of("unsignedInt", 0, "positiveInt", 1);

    /** What is wrong, with the path from where the walk stands; paths are only made when something is. */
    private record Broken(String below, Rule rule, String wrong, String remedy) {

        Broken under(String step) {
            return new Broken(step + below, rule, wrong, remedy);
        }
    }

    private final ElementTree tree;

    public BaseRules(ElementTree tree) {
        this.tree = tree;
    }

    @Override
    public Family family() {
        return Family.BASE;
    }

    @Override
    public Decision beforeWrite(Write write) {
        return broken(write.proposed())
                .map(broken -> refuse(broken.under(write.type())))
                .orElseGet(Decision::permit);
    }

    private static Decision refuse(Broken broken) {
        String element = broken.below();
        return Decision.refuse(
                Refusal.of(broken.rule(), "The element " + element + " " + broken.wrong() + ".", broken.remedy())
                        .at(element)
                        .with("element", element));
    }

    private Optional<Broken> broken(IBase element) {
        for (ElementTree.Child child : tree.children(element)) {
            List<IBase> values = child.in(element);
            boolean present = false;
            for (int i = 0; i < values.size(); i++) {
                IBase value = values.get(i);
                if (value == null || value.isEmpty()) {
                    continue;
                }
                present = true;
                Optional<Broken> broken = value instanceof IPrimitiveType<?> plain ? tooSmall(plain) : broken(value);
                if (broken.isPresent()) {
                    String index = child.definition().getMax() == 1 ? "" : "[" + i + "]";
                    return Optional.of(broken.get().under("." + child.name() + index));
                }
            }
            if (!present && child.required()) {
                return Optional.of(new Broken(
                        "." + child.name(), Rule.BASE_REQUIRED, "is required by FHIR and absent", "Send it."));
            }
        }
        return Optional.empty();
    }

    private static Optional<Broken> tooSmall(IPrimitiveType<?> plain) {
        if (plain.getValue() instanceof Integer number) {
            int least = LEAST.getOrDefault(plain.fhirType(), Integer.MIN_VALUE);
            if (number < least) {
                return Optional.of(new Broken("", Rule.BODY_VALUE, "is too small", "Send " + least + " or more."));
            }
        }
        return Optional.empty();
    }
}
