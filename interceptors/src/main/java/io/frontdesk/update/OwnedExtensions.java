package io.frontdesk.update;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseDatatype;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * The extensions of a resource with one URL.
 *
 * @param type the type of the values that are made: a primitive type or Reference
 */
record OwnedExtensions(FhirContext fhir, String key, String type) implements OwnedElements {

    @Override
    public String element() {
        return "extension";
    }

    @Override
    public String name() {
        return "The extension " + key;
    }

    @Override
    public List<IBase> in(IBaseResource resource) {
        return resource instanceof IBaseHasExtensions extended
                ? extended.getExtension().stream()
                        .filter(extension -> key.equals(extension.getUrl()))
                        .<IBase>map(extension -> extension)
                        .toList()
                : List.of();
    }

    @Override
    public String text(IBase element) {
        IBaseDatatype value = ((IBaseExtension<?, ?>) element).getValue();
        if (value instanceof IBaseReference reference
                && reference.getReferenceElement().getValue() != null) {
            return reference.getReferenceElement().getValue();
        }
        return value instanceof IPrimitiveType<?> plain
                ? String.valueOf(plain.getValueAsString())
                : fhir.newJsonParser().encodeToString(element);
    }

    @Override
    public IBase make(String value) {
        var definition = fhir.getElementDefinition(type);
        IBase made = definition == null ? null : definition.newInstance();
        if (made instanceof IBaseReference reference) {
            reference.setReference(value);
        } else if (made instanceof IPrimitiveType<?> plain) {
            plain.setValueAsString(value);
        }
        var extension =
                (IBaseExtension<?, ?>) fhir.getElementDefinition("Extension").newInstance();
        extension.setUrl(key);
        extension.setValue((IBaseDatatype) made);
        return extension;
    }

    @Override
    public void replace(IBaseResource resource, List<IBase> others) {
        if (resource instanceof IBaseHasExtensions extended) {
            extended.getExtension().removeIf(extension -> key.equals(extension.getUrl()));
            var child = fhir.getResourceDefinition(resource).getChildByName(element());
            others.forEach(other -> child.getMutator().addValue(resource, other));
        }
    }
}
