package io.frontdesk.update;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.TopElements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The references of one list that point at resources of certain types, by what they say themselves: {@code Encounter/7}, or
 * {@code type} where FHIR has it.
 */
record OwnedReferences(FhirContext fhir, TopElements elements, String element, Set<String> types)
        implements OwnedElements {

    @Override
    public String key() {
        return String.join(", ", types.stream().sorted().toList());
    }

    @Override
    public String name() {
        return "A reference to " + key() + " in " + element;
    }

    @Override
    public List<IBase> in(IBaseResource resource) {
        return elements.values(resource, element).stream().filter(this::owned).toList();
    }

    @Override
    public String text(IBase reference) {
        return fhir.newJsonParser().encodeToString(reference);
    }

    @Override
    public IBase make(String value) {
        throw new UnsupportedOperationException("references are not made");
    }

    @Override
    public void replace(IBaseResource resource, List<IBase> others) {
        List<IBase> all = new ArrayList<>(elements.values(resource, element));
        all.removeIf(this::owned);
        all.addAll(others);
        elements.replace(resource, element, all);
    }

    private boolean owned(IBase value) {
        if (!(value instanceof IBaseReference reference)) {
            return false;
        }
        String target = reference.getReferenceElement().getResourceType();
        return types.contains(String.valueOf(target))
                || types.contains(String.valueOf(fhir.newTerser().getSinglePrimitiveValueOrNull(value, "type")));
    }
}
