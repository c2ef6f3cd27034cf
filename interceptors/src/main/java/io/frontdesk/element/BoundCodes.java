package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** The codes that FHIR itself binds elements to, from HAPI's own model of a FHIR version. */
public final class BoundCodes {

    private BoundCodes() {}

    /**
     * Returns the codes that an element may hold; none when it is not bound to a fixed set of codes, or is no element at all.
     *
     * @param path the FHIRPath of the element from its resource type, such as {@code Appointment.participant[0].status}
     */
    public static Set<String> at(FhirContext fhir, String path) {
        String[] steps = path.replaceAll("\\[\\d+]", "").split("\\.");
        if (!fhir.getResourceTypes().contains(steps[0])) {
            return Set.of();
        }
        BaseRuntimeElementDefinition<?> at = fhir.getResourceDefinition(steps[0]);
        BaseRuntimeChildDefinition child = null;
        for (int i = 1; i < steps.length; i++) {
            child = at instanceof BaseRuntimeElementCompositeDefinition<?> parent
                    ? parent.getChildByName(steps[i])
                    : null;
            at = child == null ? null : child.getChildByName(steps[i]);
        }
        return child == null ? Set.of() : codes(child, steps[steps.length - 1]);
    }

    private static Set<String> codes(BaseRuntimeChildDefinition child, String name) {
        Set<String> codes = new TreeSet<>();
        if (child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
            for (Object constant : bound.getBoundEnumType().getEnumConstants()) {
                code(child, name, constant).ifPresent(codes::add);
            }
        }
        return codes;
    }

    @SuppressWarnings("unchecked")
    private static Optional<String> code(BaseRuntimeChildDefinition child, String name, Object constant) {
        IPrimitiveType<Object> code = (IPrimitiveType<Object>)
                child.getChildByName(name).newInstance(child.getInstanceConstructorArguments());
        try {
            code.setValue(constant);
            return Optional.ofNullable(code.getValueAsString()).filter(text -> !text.equals("?"));
        } catch (IllegalArgumentException e) {
            // HAPI's enumerations end with a constant for no code at all.
            return Optional.empty();
        }
    }
}
