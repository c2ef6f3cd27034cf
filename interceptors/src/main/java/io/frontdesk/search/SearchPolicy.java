package io.frontdesk.search;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What a search may ask, by resource type. Compiled from the section {@code search}:
 *
 * <pre>
 * search:
 *   Appointment:
 *     parameters: [actor, date, patient, status]     # those offered; absent: all that the server knows
 *     includes: ["*", "Appointment:actor"]           # values of _include; absent: all, and _revinclude as well
 *     context:                                       # who has the claim searches for no other X than the one in it
 *       - {type: Patient, claim: context.patient_id, parameters: [actor, patient]}
 *     mandatory:                                     # who must give one of certain parameters
 *       - {claim: user_type, is: PATIENT, oneOf: [actor, patient]}
 *     postOnly: [patient.identifier]                 # parameters that never stand in an address
 *     compartments: {Patient: patient}               # Patient/[id]/Appointment is a search by this parameter
 *     oneOf: [_id, patient]                          # what a search must say, and what it means: see Question
 * </pre>
 *
 * A type that is not listed is searched as the server can. Whatever is asked, an answer holds only what the caller may see.
 */
public final class SearchPolicy {

    private final Map<String, TypeRules> types;

    private SearchPolicy(Map<String, TypeRules> types) {
        this.types = Map.copyOf(types);
    }

    /** Returns the policy that lets everything be asked. */
    public static SearchPolicy none() {
        return new SearchPolicy(Map.of());
    }

    /**
     * Faults search parameters that a key of another section names and that there are not.
     *
     * @param parameters the SearchParameter resources of the contract
     */
    public static void mustKnow(
            Section section,
            String key,
            Collection<String> names,
            FhirContext fhir,
            String type,
            Collection<? extends IBaseResource> parameters) {
        KnownParameters known = new KnownParameters(fhir, type, parameters);
        names.forEach(name -> known.one(section, key, name));
    }

    /**
     * Compiles the section; faults types, parameters and includes that there are none of.
     *
     * @param defined the contract's own SearchParameter resources
     */
    public static SearchPolicy compile(Section search, FhirContext fhir, Collection<? extends IBaseResource> defined) {
        Map<String, TypeRules> types = new LinkedHashMap<>();
        for (String type : search.keys()) {
            Section rules = search.section(type);
            if (fhir.getResourceTypes().contains(type)) {
                types.put(type, TypeRules.compile(rules, type, new KnownParameters(fhir, type, defined)));
            } else {
                search.fault(type, "is no resource type of this FHIR version", "a type such as Appointment");
            }
            rules.close();
        }
        return new SearchPolicy(types);
    }

    /** Judges a search, or the criteria of a conditional request. */
    Decision may(Request request, Map<String, List<String>> parameters, boolean criteria) {
        TypeRules rules = types.get(request.type());
        return rules == null ? Decision.permit() : rules.may(request, parameters, criteria);
    }

    /** Returns what a search means, in the parameters that the server knows. */
    Map<String, List<String>> meant(String type, Map<String, List<String>> asked) {
        TypeRules rules = types.get(type);
        return rules == null ? asked : rules.question().meant(asked);
    }

    /** Returns how searches of a type are cut into pages, where the contract says so. */
    Optional<PageRule> page(String type) {
        return Optional.ofNullable(types.get(type))
                .flatMap(rules -> rules.question().page());
    }

    /** Returns the search parameters that are offered on a type, or empty when all are that the server knows. */
    public Optional<List<String>> parameters(String type) {
        return Optional.ofNullable(types.get(type)).flatMap(TypeRules::parameters);
    }

    /** Returns the values of {@code _include} that are offered on a type, or empty when all are that the server knows. */
    public Optional<List<String>> includes(String type) {
        return Optional.ofNullable(types.get(type)).flatMap(TypeRules::includes);
    }

    /** Returns the parameter by which a search of a type in the compartment of another is meant, where it is offered. */
    Optional<String> compartment(String owner, String type) {
        return Optional.ofNullable(types.get(type))
                .map(rules -> rules.compartments().get(owner));
    }

    /** Returns whether any search in a compartment is offered. */
    public boolean offersCompartments() {
        return types.values().stream().anyMatch(rules -> !rules.compartments().isEmpty());
    }

    /** Returns the types whose searches have rules, and these, for people to read. */
    public Map<String, Map<String, List<String>>> described() {
        Map<String, Map<String, List<String>>> rules = new TreeMap<>();
        types.forEach((type, rule) -> rules.put(type, rule.described()));
        return rules;
    }
}
