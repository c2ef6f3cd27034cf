package io.frontdesk.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * FHIR's search parameters for what resources are labelled with (R4, search.html 3.1.1.4.1). HAPI looks for labels in tables of
 * its own, which stay empty when resources keep their labels inside, and then finds nothing; with definitions it indexes them
 * like any other element.
 */
final class LabelSearchParameters {

    private static final Map<String, String> TYPES = Map.of("profile", "uri", "security", "token", "tag", "token");

    private LabelSearchParameters() {}

    /** Returns the parameters of the FHIR version for the resource types. */
    static List<IBaseResource> of(FhirContext fhir, Collection<String> resourceTypes) {
        return TYPES.keySet().stream()
                .sorted()
                .map(label -> parameter(fhir, label, resourceTypes))
                .toList();
    }

    private static IBaseResource parameter(FhirContext fhir, String label, Collection<String> resourceTypes) {
        IBaseResource parameter = fhir.getResourceDefinition("SearchParameter").newInstance();
        FhirTerser terser = fhir.newTerser();
        parameter.setId("Resource-" + label);
        terser.setElement(parameter, "url", "http://hl7.org/fhir/SearchParameter/Resource-" + label);
        terser.setElement(parameter, "name", "_" + label);
        terser.setElement(parameter, "status", "active");
        terser.setElement(parameter, "description", "What resources are labelled with: meta." + label);
        terser.setElement(parameter, "code", "_" + label);
        terser.setElement(parameter, "type", TYPES.get(label));
        terser.addElements(parameter, "base", resourceTypes);
        terser.setElement(
                parameter,
                "expression",
                resourceTypes.stream().map(type -> type + ".meta." + label).collect(Collectors.joining(" | ")));
        return parameter;
    }
}
