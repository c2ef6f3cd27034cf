package io.frontdesk.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.request.Criteria;
import io.frontdesk.source.Section;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** The search parameters that there are on a type: FHIR's own, and those that the contract defines. */
final class KnownParameters {

    private final FhirContext fhir;
    private final String type;
    private final Set<String> defined = new HashSet<>();

    KnownParameters(FhirContext fhir, String type, Collection<? extends IBaseResource> parameters) {
        this.fhir = fhir;
        this.type = type;
        FhirTerser terser = fhir.newTerser();
        for (IBaseResource parameter : parameters) {
            if (texts(terser, parameter, "base").contains(type)) {
                defined.addAll(texts(terser, parameter, "code"));
            }
        }
    }

    /** Returns the names in a list; faults what is no parameter of the type. */
    List<String> listed(Section section, String key, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!knows(ParameterName.of(names.get(i)).first())) {
                section.fault(
                        key,
                        i,
                        "'" + names.get(i) + "' is no search parameter of " + type,
                        "one of FHIR's, or of a SearchParameter in definitions/");
            }
        }
        return List.copyOf(names);
    }

    /** Faults the text at a key when it names no parameter of the type, also with a minus before it as in a sort key. */
    void one(Section section, String key, String name) {
        String first = ParameterName.of(name).first();
        if (!name.isEmpty() && !knows(first) && !knows(first.replaceFirst("^-", ""))) {
            section.fault(
                    key,
                    "'" + name + "' is no search parameter of " + type,
                    "one of FHIR's, or of a SearchParameter in definitions/");
        }
    }

    /** Faults a key that is no resource type. */
    void type(Section section, String key) {
        if (!fhir.getResourceTypes().contains(key)) {
            section.fault(key, "is no resource type of this FHIR version", "a type such as Patient");
        }
    }

    private boolean knows(String name) {
        boolean ofType =
                !name.startsWith("_") && fhir.getResourceDefinition(type).getSearchParam(name) != null;
        return ofType || Criteria.ofEveryType(name) || name.equals("_language") || defined.contains(name);
    }

    /** Returns the texts at a path of a definition. */
    static List<String> texts(FhirTerser terser, IBase resource, String path) {
        return terser.getValues(resource, path).stream()
                .flatMap(value -> Stream.ofNullable(((IPrimitiveType<?>) value).getValueAsString()))
                .toList();
    }
}
