package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The elements at the top of a resource of one type, by name, without its id. */
public final class TopElements {

    private static final String ID = "id";

    private final Map<String, BaseRuntimeChildDefinition> byName;

    private TopElements(Map<String, BaseRuntimeChildDefinition> byName) {
        this.byName = byName;
    }

    /** Returns the elements that resources of the type have. */
    public static TopElements of(FhirContext fhir, String type) {
        Map<String, BaseRuntimeChildDefinition> byName = new LinkedHashMap<>();
        fhir.getResourceDefinition(type).getChildrenAndExtension().stream()
                .filter(child -> !child.getElementName().equals(ID))
                .forEach(child -> byName.putIfAbsent(child.getElementName(), child));
        return new TopElements(byName);
    }

    /** Returns the elements of nothing. */
    public static TopElements none() {
        return new TopElements(Map.of());
    }

    /** Returns the names in FHIR's order. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Returns the names of the elements that hold something. */
    public Set<String> filled(IBaseResource resource) {
        Set<String> filled = new TreeSet<>();
        byName.forEach((name, child) -> {
            if (child.getAccessor().getValues(resource).stream().anyMatch(value -> value != null && !value.isEmpty())) {
                filled.add(name);
            }
        });
        return filled;
    }

    /** Returns the values of an element, as they stand in the resource. */
    public List<IBase> values(IBaseResource resource, String name) {
        return new ArrayList<>(child(name).getAccessor().getValues(resource));
    }

    /** Puts values in place of those that the element has. */
    public void replace(IBaseResource resource, String name, List<? extends IBase> values) {
        child(name).getMutator().setValue(resource, null);
        values.forEach(value -> child(name).getMutator().addValue(resource, value));
    }

    private BaseRuntimeChildDefinition child(String name) {
        BaseRuntimeChildDefinition child = byName.get(name);
        if (child == null) {
            throw new IllegalArgumentException("no element " + name);
        }
        return child;
    }
}
