package io.frontdesk.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.References;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * One spelling for what a search refers to: {@code https://own.example.org/fhir/Patient/1} is {@code Patient/1}, which is how
 * references to the endpoint's own resources are stored, and {@code patient=1,Patient/1} names one patient, not two.
 */
final class ReferenceSpelling {

    private static final Pattern LIST = Pattern.compile("(?<!\\\\),");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");

    private final FhirContext fhir;
    private final Map<String, Optional<String>> defined = new HashMap<>();

    /** Takes the contract's own SearchParameter resources. */
    ReferenceSpelling(FhirContext fhir, Collection<? extends IBaseResource> parameters) {
        this.fhir = fhir;
        FhirTerser terser = fhir.newTerser();
        for (IBaseResource parameter : parameters) {
            if ("reference".equals(terser.getSinglePrimitiveValueOrNull(parameter, "type"))) {
                Set<String> targets = Set.copyOf(KnownParameters.texts(terser, parameter, "target"));
                String code = terser.getSinglePrimitiveValueOrNull(parameter, "code");
                KnownParameters.texts(terser, parameter, "base")
                        .forEach(base -> defined.put(base + "." + code, only(targets)));
            }
        }
    }

    /** Returns the parameters of a search with one spelling for each resource; the same map when nothing is spelled otherwise. */
    Map<String, String[]> of(String type, Map<String, String[]> parameters, Set<String> ownBases) {
        Map<String, String[]> spelled = new TreeMap<>();
        boolean changed = false;
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            ParameterName name = ParameterName.of(parameter.getKey());
            String[] values = parameter.getValue().clone();
            Optional<Optional<String>> reference =
                    name.chained() ? Optional.empty() : reference(type, name.first(), name.modifier());
            for (int i = 0; i < values.length && reference.isPresent(); i++) {
                String value = of(values[i], reference.get(), ownBases);
                changed |= !value.equals(values[i]);
                values[i] = value;
            }
            spelled.put(parameter.getKey(), values);
        }
        return changed ? spelled : parameters;
    }

    private static String of(String list, Optional<String> target, Set<String> ownBases) {
        boolean several = list.indexOf(',') >= 0;
        return LIST.splitAsStream(list)
                .map(value -> References.local(value, ownBases))
                .map(value -> several && target.isPresent() && ID.matcher(value).matches()
                        ? target.get() + "/" + value
                        : value)
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** Returns, for a parameter that refers to something, the only type that it can refer to, if there is only one. */
    private Optional<Optional<String>> reference(String type, String name, String modifier) {
        boolean typed = TYPE.matcher(modifier).matches();
        if (!modifier.isEmpty() && !typed) {
            return Optional.empty();
        }
        Optional<Optional<String>> known = Optional.ofNullable(defined.get(type + "." + name));
        if (known.isEmpty() && fhir.getResourceTypes().contains(type)) {
            RuntimeSearchParam parameter = fhir.getResourceDefinition(type).getSearchParam(name);
            if (parameter != null && parameter.getParamType() == RestSearchParameterTypeEnum.REFERENCE) {
                known = Optional.of(only(parameter.getTargets()));
            }
        }
        // With a type in the name HAPI puts it before each id itself.
        return typed ? known.map(any -> Optional.empty()) : known;
    }

    private static Optional<String> only(Set<String> targets) {
        return targets.size() == 1 ? Optional.of(targets.iterator().next()) : Optional.empty();
    }
}
