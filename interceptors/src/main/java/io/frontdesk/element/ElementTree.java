package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The children of elements, as far as a walk through a resource has to look at them: those that FHIR requires, those that
 * have children of their own, and whole numbers, whose ranges HAPI does not hold. Prepared once for each kind of element,
 * because HAPI's own walk is many times slower.
 */
public final class ElementTree {

    /**
     * One child of one kind of element.
     *
     * @param name the element's name
     * @param required whether FHIR requires it
     * @param definition how to reach its values
     */
    public record Child(String name, boolean required, BaseRuntimeChildDefinition definition) {

        /** Returns the values of this child, which may be empty elements. */
        public List<IBase> in(IBase parent) {
            return definition.getAccessor().getValues(parent);
        }
    }

    private static final Set<ChildTypeEnum> PLAIN = Set.of(ChildTypeEnum.PRIMITIVE_DATATYPE, ChildTypeEnum.ID_DATATYPE);
    private static final Set<String> WHOLE_NUMBERS = Set.of("unsignedInt", "positiveInt");

    private final FhirContext fhir;
    private final ConcurrentMap<Class<?>, List<Child>> children = new ConcurrentHashMap<>();

    public ElementTree(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Returns the children of an element that matter; none of a primitive value. */
    public List<Child> children(IBase element) {
        if (element instanceof IPrimitiveType<?>) {
            return List.of();
        }
        List<Child> known = children.get(element.getClass());
        return known != null ? known : children.computeIfAbsent(element.getClass(), any -> prepare(element));
    }

    private List<Child> prepare(IBase element) {
        BaseRuntimeElementDefinition<?> definition = element instanceof IBaseResource resource
                ? fhir.getResourceDefinition(resource)
                : fhir.getElementDefinition(element.getClass());
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return List.of();
        }
        return composite.getChildrenAndExtension().stream()
                .filter(child -> matters(child))
                .map(child -> new Child(child.getElementName(), child.getMin() > 0, child))
                .toList();
    }

    private static boolean matters(BaseRuntimeChildDefinition child) {
        // The names that HAPI gives for an extension's values are none that it knows.
        return child.getMin() > 0
                || child instanceof RuntimeChildExtension
                || child.getValidChildNames().stream()
                        .map(child::getChildByName)
                        .anyMatch(ElementTree::matters);
    }

    private static boolean matters(@Nullable BaseRuntimeElementDefinition<?> type) {
        return type == null || !PLAIN.contains(type.getChildType()) || WHOLE_NUMBERS.contains(type.getName());
    }
}
