package io.frontdesk.update;

import io.frontdesk.element.ElementTree;
import io.frontdesk.element.TopElements;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The references of a resource to what it contains. HAPI ties them to the contained resources when it reads a body. */
final class LocalReferences {

    private static final String CONTAINED = "contained";

    private final ElementTree tree;
    private final TopElements elements;

    /** Takes how elements are found, and those at the top of the resource. */
    LocalReferences(ElementTree tree, TopElements elements) {
        this.tree = tree;
        this.elements = elements;
    }

    /**
     * Ties each reference to the resource that is contained now; one that is not would come back as soon as the resource is
     * written out.
     *
     * @return whether every reference has found what it points at
     */
    boolean mend(IBaseResource resource) {
        Map<String, IBaseResource> contained = new HashMap<>();
        for (IBase inner : elements.values(resource, CONTAINED)) {
            contained.put(id(inner), (IBaseResource) inner);
        }
        Set<String> dangling = new HashSet<>();
        eachLocal(resource, reference -> {
            String id = reference.getReferenceElement().getValue().substring(1);
            if (!id.isEmpty() && !contained.containsKey(id)) {
                dangling.add(id);
            }
            reference.setResource(contained.get(id));
        });
        return dangling.isEmpty();
    }

    /** Takes out contained resources that nothing points at any longer. */
    void dropOrphans(IBaseResource resource) {
        Set<String> used = new HashSet<>();
        eachLocal(
                resource,
                reference -> used.add(reference.getReferenceElement().getValue().substring(1)));
        List<IBase> kept = elements.values(resource, CONTAINED).stream()
                .filter(inner -> used.contains(id(inner)))
                .toList();
        elements.replace(resource, CONTAINED, kept);
    }

    private static String id(IBase contained) {
        String id = String.valueOf(((IBaseResource) contained).getIdElement().getValue());
        return id.startsWith("#") ? id.substring(1) : id;
    }

    private void eachLocal(IBase element, Consumer<IBaseReference> visit) {
        if (element instanceof IBaseReference reference) {
            String written = reference.getReferenceElement().getValue();
            if (written != null && written.startsWith("#")) {
                visit.accept(reference);
            }
        }
        for (ElementTree.Child child : tree.children(element)) {
            for (IBase value : child.in(element)) {
                if (value != null) {
                    eachLocal(value, visit);
                }
            }
        }
    }
}
