package io.frontdesk.update;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** The identifiers of a resource with one system. */
record OwnedIdentifiers(FhirContext fhir, String key) implements OwnedElements {

    @Override
    public String element() {
        return "identifier";
    }

    @Override
    public String name() {
        return "An identifier of the system " + key;
    }

    @Override
    public List<IBase> in(IBaseResource resource) {
        return child(resource).getAccessor().getValues(resource).stream()
                .filter(identifier -> key.equals(part(identifier, "system")))
                .toList();
    }

    @Override
    public String text(IBase element) {
        return String.valueOf(part(element, "value"));
    }

    @Override
    public IBase make(String value) {
        IBase identifier =
                Objects.requireNonNull(fhir.getElementDefinition("Identifier")).newInstance();
        fhir.newTerser().setElement(identifier, "system", key);
        fhir.newTerser().setElement(identifier, "value", value);
        return identifier;
    }

    @Override
    public void replace(IBaseResource resource, List<IBase> others) {
        child(resource).getAccessor().getValues(resource).removeAll(in(resource));
        others.forEach(other -> child(resource).getMutator().addValue(resource, other));
    }

    private @Nullable String part(IBase identifier, String name) {
        return fhir.newTerser().getSinglePrimitiveValueOrNull(identifier, name);
    }

    private BaseRuntimeChildDefinition child(IBaseResource resource) {
        return fhir.getResourceDefinition(resource).getChildByName(element());
    }
}
