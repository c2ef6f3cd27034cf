package io.frontdesk.answer;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.VersionIds;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Resources and bundles with versions as the contract calls them. */
final class ToldVersions {

    private final FhirContext fhir;
    private final FhirTerser terser;
    private final VersionIds ids;

    ToldVersions(FhirContext fhir, VersionIds ids) {
        this.fhir = fhir;
        this.terser = fhir.newTerser();
        this.ids = ids;
    }

    /** Returns the answer to send in place of what the store answers; a bundle, which is made for one answer, is changed. */
    IBaseResource of(IBaseResource answer) {
        if (!"Bundle".equals(answer.fhirType())) {
            return resource(answer);
        }
        for (IBase entry : terser.getValues(answer, "entry")) {
            BaseRuntimeChildDefinition child = ((BaseRuntimeElementCompositeDefinition<?>)
                            fhir.getElementDefinition(entry.getClass()))
                    .getChildByName("resource");
            List<IBase> resources = child.getAccessor().getValues(entry);
            if (!resources.isEmpty() && resources.get(0) instanceof IBaseResource resource) {
                child.getMutator().setValue(entry, resource(resource));
            }
            replace(entry, "request.url", ids::toldIn);
            replace(entry, "response.location", ids::toldIn);
            replace(entry, "response.etag", ids::toldInTag);
        }
        return answer;
    }

    /** A copy, because the store may keep what it answers. */
    private IBaseResource resource(IBaseResource stored) {
        String version = stored.getIdElement().getVersionIdPart();
        if (version == null) {
            return stored;
        }
        IBaseResource told = terser.clone(stored);
        told.setId(stored.getIdElement().withVersion(ids.told(version)));
        terser.setElement(told, "meta.versionId", ids.told(version));
        return told;
    }

    private void replace(IBase entry, String path, UnaryOperator<String> by) {
        String value = terser.getSinglePrimitiveValueOrNull(entry, path);
        if (value != null) {
            terser.setElement(entry, path, by.apply(value));
        }
    }
}
