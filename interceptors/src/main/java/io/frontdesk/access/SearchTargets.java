package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * To which types a reference parameter leads, among those that an endpoint serves: FHIR's own parameters, and those that
 * the contract defines.
 */
public final class SearchTargets {

    private final FhirContext fhir;
    private final Set<String> served;
    private final Map<String, Set<String>> defined = new HashMap<>();

    /**
     * Takes the types that the endpoint serves and its own SearchParameter resources, which take the place of FHIR's
     * parameters of the same name.
     */
    public SearchTargets(FhirContext fhir, Set<String> served, Collection<? extends IBaseResource> parameters) {
        this.fhir = fhir;
        this.served = Set.copyOf(served);
        FhirTerser terser = fhir.newTerser();
        for (IBaseResource parameter : parameters) {
            Set<String> targets = targets(texts(terser, parameter, "target"));
            String code = String.join("", texts(terser, parameter, "code"));
            texts(terser, parameter, "base").forEach(base -> defined.put(base + "." + code, targets));
        }
    }

    /** Returns the types that the endpoint serves. */
    Set<String> served() {
        return served;
    }

    /** Returns the types that the parameter of the type leads to, or empty when the type has no such reference parameter. */
    Optional<Set<String>> of(String type, String parameter) {
        Set<String> own = defined.get(type + "." + parameter);
        if (own != null) {
            return Optional.of(own);
        }
        if (!fhir.getResourceTypes().contains(type)) {
            return Optional.empty();
        }
        RuntimeSearchParam known = fhir.getResourceDefinition(type).getSearchParam(parameter);
        return known == null || known.getParamType() != RestSearchParameterTypeEnum.REFERENCE
                ? Optional.empty()
                : Optional.of(targets(known.getTargets()));
    }

    /** A parameter that names no target leads anywhere. */
    private Set<String> targets(Collection<String> named) {
        Set<String> targets = new TreeSet<>(served);
        if (!named.isEmpty()) {
            targets.retainAll(named);
        }
        return targets;
    }

    private static List<String> texts(FhirTerser terser, IBaseResource resource, String path) {
        List<String> texts = new ArrayList<>();
        for (IBase value : terser.getValues(resource, path)) {
            if (value instanceof IPrimitiveType<?> primitive && primitive.getValueAsString() != null) {
                texts.add(primitive.getValueAsString());
            }
        }
        return texts;
    }
}
