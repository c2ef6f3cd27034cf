package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What is on a page, with the references from it. {@code $everything} follows references through whatever is stored: what
 * only something hidden leads to would tell that the hidden thing is there.
 */
final class Visible {

    private final Set<String> referred = new HashSet<>();

    /** Returns type and id. */
    static String address(IBaseResource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** Puts a resource on the page. */
    void add(IBaseResource resource) {
        FhirContext fhir = FhirContext.forCached(resource.getStructureFhirVersionEnum());
        for (ResourceReferenceInfo reference : fhir.newTerser().getAllResourceReferences(resource)) {
            referred.add(reference
                    .getResourceReference()
                    .getReferenceElement()
                    .toUnqualifiedVersionless()
                    .getValue());
        }
    }

    /** Leaves visible only what references lead to, from the page and from what is so left. */
    void keepReferred(List<IBaseResource> found, boolean[] visible) {
        boolean[] reached = new boolean[visible.length];
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < visible.length; i++) {
                if (visible[i] && !reached[i] && referred.contains(address(found.get(i)))) {
                    reached[i] = true;
                    more = true;
                    add(found.get(i));
                }
            }
        }
        System.arraycopy(reached, 0, visible, 0, visible.length);
    }
}
