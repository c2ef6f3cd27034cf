package io.frontdesk.request;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * By which search parameters a conditional interaction may name its resource. Compiled from {@code update.criteria}:
 *
 * <pre>
 * update:
 *   criteria:                        # optional
 *     Appointment:                   # these and no others; a type that is not listed: every search parameter that it has
 *       identifier:
 *         spelled: [Identifier]      # further spellings in the address of a request, since names are case sensitive; optional
 *         agree: true                # what is sent must itself meet the criterion; optional
 * </pre>
 *
 * Whoever may use the interaction may use the listed criteria: they need no right to search.
 */
public final class CriteriaPolicy {

    private record Parameter(Set<String> spellings, boolean agrees) {}

    private final Map<String, Map<String, Parameter>> types;

    private CriteriaPolicy(Map<String, Map<String, Parameter>> types) {
        this.types = Map.copyOf(types);
    }

    /** Returns the policy of a contract that says nothing of criteria. */
    public static CriteriaPolicy any() {
        return new CriteriaPolicy(Map.of());
    }

    /** Compiles the section; faults types that FHIR does not have, and parameters that it does not have on the type. */
    public static CriteriaPolicy compile(Section update, FhirContext fhir) {
        Map<String, Map<String, Parameter>> types = new LinkedHashMap<>();
        update.optionalSection("criteria").ifPresent(criteria -> {
            for (String type : criteria.keys()) {
                Section parameters = criteria.section(type);
                if (fhir.getResourceTypes().contains(type)) {
                    types.put(type, parameters(parameters, type, fhir));
                } else {
                    criteria.fault(type, "is no resource type of this FHIR version", "a type such as Appointment");
                }
            }
            criteria.close();
        });
        return new CriteriaPolicy(types);
    }

    private static Map<String, Parameter> parameters(Section section, String type, FhirContext fhir) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (String name : section.keys()) {
            Section parameter = section.section(name);
            if (fhir.getResourceDefinition(type).getSearchParam(name) == null) {
                section.fault(name, "is no search parameter of " + type + " in FHIR", "one such as identifier");
            }
            parameters.put(
                    name,
                    new Parameter(new TreeSet<>(parameter.optionalTexts("spelled")), parameter.flag("agree", false)));
            parameter.close();
        }
        section.close();
        return parameters;
    }

    /** Returns whether the criteria for a type are listed. */
    public boolean lists(String type) {
        return types.containsKey(type);
    }

    /** Returns the listed criteria for a type; none when all of the type's parameters are fine. */
    public Set<String> listed(String type) {
        return new TreeSet<>(types.getOrDefault(type, Map.of()).keySet());
    }

    /** Returns the parameters of a request's criteria that are not among those listed for its type. */
    public Set<String> unlisted(Request request) {
        Set<String> names = new TreeSet<>();
        if (lists(request.type())) {
            names.addAll(Criteria.of(request).keySet());
            names.removeAll(listed(request.type()));
        }
        return names;
    }

    /** Returns the criteria of a request that what it sends must meet, by parameter; a repeated one has several values. */
    public Map<String, List<String>> agreed(Request request) {
        Map<String, List<String>> criteria = new LinkedHashMap<>(Criteria.of(request));
        Map<String, Parameter> parameters = types.getOrDefault(request.type(), Map.of());
        criteria.keySet()
                .removeIf(name ->
                        !parameters.containsKey(name) || !parameters.get(name).agrees());
        return criteria;
    }

    /** Returns the parameters of an address with every name in the spelling that FHIR knows. */
    Map<String, List<String>> respelled(String type, Map<String, List<String>> parameters) {
        Map<String, List<String>> respelled = new LinkedHashMap<>();
        parameters.forEach((name, values) -> respelled
                .computeIfAbsent(spelling(type, name), key -> new ArrayList<>())
                .addAll(values));
        return respelled;
    }

    private String spelling(String type, String name) {
        return types.getOrDefault(type, Map.of()).entrySet().stream()
                .filter(known -> known.getValue().spellings().contains(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }
}
