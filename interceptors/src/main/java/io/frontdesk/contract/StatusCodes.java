package io.frontdesk.contract;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** The status codes of a FHIR version, from HAPI's own model of it. */
final class StatusCodes {

    private StatusCodes() {}

    /** Returns the codes of the required binding of {@code status} of the resource type. */
    static Set<String> of(FhirContext fhir, String resourceType) {
        BaseRuntimeChildDefinition child =
                fhir.getResourceDefinition(resourceType).getChildByName("status");
        Set<String> codes = new TreeSet<>();
        if (child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
            for (Object constant : bound.getBoundEnumType().getEnumConstants()) {
                code(child, constant).ifPresent(codes::add);
            }
        }
        return codes;
    }

    @SuppressWarnings("unchecked")
    private static Optional<String> code(BaseRuntimeChildDefinition child, Object constant) {
        IPrimitiveType<Object> code = (IPrimitiveType<Object>)
                child.getChildByName("status").newInstance(child.getInstanceConstructorArguments());
        try {
            code.setValue(constant);
            return Optional.ofNullable(code.getValueAsString()).filter(text -> !text.equals("?"));
        } catch (IllegalArgumentException e) {
            // HAPI's enumerations end with a constant for no code at all.
            return Optional.empty();
        }
    }
}
