package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** FHIR's own definitions for HAPI's FHIRPath engine, read when an expression first asks for a type ({@code is}, {@code as}). */
final class DefinitionsOnDemand implements IValidationSupport {

    private final FhirContext asking;
    private final FhirContext having;
    private final String judged;

    /**
     * @param asking the context of the engine
     * @param having the context whose definitions are shared with the rest of the server
     * @param judged the type that is judged, of which the engine needs nothing but the name
     */
    DefinitionsOnDemand(FhirContext asking, FhirContext having, String judged) {
        this.asking = asking;
        this.having = having;
        this.judged = judged;
    }

    @Override
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return List.of();
    }

    @Override
    public @Nullable IBaseResource fetchStructureDefinition(String url) {
        return url.endsWith("/" + judged) ? null : having.getValidationSupport().fetchStructureDefinition(url);
    }

    @Override
    public FhirContext getFhirContext() {
        return asking;
    }
}
