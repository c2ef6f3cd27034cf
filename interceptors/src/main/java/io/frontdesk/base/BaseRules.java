package io.frontdesk.base;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Elements that FHIR itself requires, in every resource that is written. HAPI's parser knows the cardinalities and does not
 * look at them; the validator does, at a thousand times the cost.
 */
public final class BaseRules implements WriteGuard {

    private final FhirContext fhir;

    public BaseRules(FhirContext fhir) {
        this.fhir = fhir;
    }

    @Override
    public Decision beforeWrite(Write write) {
        IBaseResource proposed = write.proposed();
        return missing(proposed, fhir.getResourceDefinition(proposed), write.type())
                .map(element -> Decision.refuse(Refusal.of(
                                Rule.BASE_REQUIRED,
                                "The element " + element + " is required by FHIR and absent.",
                                "Send " + element + ".")
                        .at(element)
                        .with("element", element)))
                .orElseGet(Decision::permit);
    }

    private Optional<String> missing(IBase element, BaseRuntimeElementCompositeDefinition<?> definition, String path) {
        for (BaseRuntimeChildDefinition child : definition.getChildrenAndExtension()) {
            List<IBase> values = child.getAccessor().getValues(element);
            boolean present = false;
            for (int i = 0; i < values.size(); i++) {
                IBase value = values.get(i);
                if (value == null || value.isEmpty()) {
                    continue;
                }
                present = true;
                BaseRuntimeElementDefinition<?> type = value instanceof IBaseResource resource
                        ? fhir.getResourceDefinition(resource)
                        : fhir.getElementDefinition(value.getClass());
                if (type instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
                    String index = child.getMax() == 1 ? "" : "[" + i + "]";
                    Optional<String> missing = missing(value, composite, path + "." + child.getElementName() + index);
                    if (missing.isPresent()) {
                        return missing;
                    }
                }
            }
            if (!present && child.getMin() > 0) {
                return Optional.of(path + "." + child.getElementName());
            }
        }
        return Optional.empty();
    }
}
