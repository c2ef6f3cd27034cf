package io.frontdesk.element;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * One search parameter with its value, judged on a resource in memory (FHIR R4, 3.1.1.4): token, reference, uri, and string
 * with {@code :exact}, where the parameter's path is one of plain elements. One of several values joined by commas is enough.
 */
public final class Criterion {

    /** HAPI's {@code Appointment.participant.actor.where(resolve() is Patient)}; what a reference names says as much. */
    private static final Pattern PATH = Pattern.compile(
            "([A-Z][A-Za-z]*)\\.([A-Za-z]+(?:\\.[A-Za-z]+)*?)(?:\\.where\\(resolve\\(\\) is [A-Za-z]+\\))?");

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)(:exact)?");

    private final List<ElementPath> paths;
    private final List<WantedValue> wanted;

    private Criterion(List<ElementPath> paths, List<WantedValue> wanted) {
        this.paths = List.copyOf(paths);
        this.wanted = List.copyOf(wanted);
    }

    /**
     * Compiles a parameter for a resource type, or returns empty when it cannot be judged in full: a parameter that FHIR does
     * not have on the type, another modifier, a computed path, or a value that is none of the parameter's type.
     */
    public static Optional<Criterion> of(FhirContext fhir, String type, String parameterName, String value) {
        Matcher name = NAME.matcher(parameterName);
        if (!name.matches() || !fhir.getResourceTypes().contains(type)) {
            return Optional.empty();
        }
        RuntimeSearchParam parameter = fhir.getResourceDefinition(type).getSearchParam(name.group(1));
        if (parameter == null) {
            return Optional.empty();
        }
        boolean exact = name.group(2) != null;
        if (exact != (parameter.getParamType() == RestSearchParameterTypeEnum.STRING)) {
            return Optional.empty();
        }
        List<ElementPath> paths = paths(fhir, type, parameter);
        String[] values = value.split(",", -1);
        List<WantedValue> wanted = Arrays.stream(values)
                .map(one -> WantedValue.of(fhir, parameter, one))
                .flatMap(Optional::stream)
                .toList();
        return paths.isEmpty() || wanted.size() < values.length
                ? Optional.empty()
                : Optional.of(new Criterion(paths, wanted));
    }

    /** Returns the paths of a parameter, none when there is one that is not of plain elements. */
    private static List<ElementPath> paths(FhirContext fhir, String type, RuntimeSearchParam parameter) {
        List<ElementPath> paths = new ArrayList<>();
        for (String path : parameter.getPathsSplitForResourceType(type)) {
            Matcher plain = PATH.matcher(path);
            if (!plain.matches() || !Set.of(type, "Resource").contains(plain.group(1))) {
                return List.of();
            }
            try {
                paths.add(ElementPath.of(fhir, type, plain.group(2)));
            } catch (NoSuchElementPathException e) {
                return List.of();
            }
        }
        return paths;
    }

    /** Returns whether the resource matches. */
    public boolean holds(IBaseResource resource, Set<String> ownBases) {
        return paths.stream()
                .flatMap(path -> path.in(resource).stream())
                .anyMatch(element -> wanted.stream().anyMatch(one -> one.equalTo(element, ownBases)));
    }
}
