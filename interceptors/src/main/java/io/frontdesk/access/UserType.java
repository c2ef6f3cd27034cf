package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind of user.
 *
 * @param interactions what it may do with appointments at all
 * @param anyOf ways in which an appointment may belong to the caller's context, of which one must hold
 * @param own contexts that must be the caller's own
 * @param judged whether appointments must belong to the caller's context
 */
record UserType(Set<Interaction> interactions, List<ContextMatch> anyOf, List<OwnContext> own, boolean judged) {

    /** Whoever is of no kind that the contract lists. */
    static final UserType NOBODY = new UserType(Set.of(), List.of(), List.of(), false);

    /** Everybody, where the contract knows no kinds of users. */
    static final UserType EVERYBODY = new UserType(EnumSet.allOf(Interaction.class), List.of(), List.of(), true);

    /** Copies what is given, so that a kind of user never changes. */
    UserType {
        interactions = Set.copyOf(interactions);
    }

    /** Compiles the kinds of users by name; faults unknown interactions and elements that the resource type does not have. */
    static Map<String, UserType> compile(Section byName, FhirContext fhir, String resourceType) {
        Map<String, UserType> types = new LinkedHashMap<>();
        for (String name : byName.keys()) {
            Section type = byName.section(name);
            List<ContextMatch> anyOf = ContextMatch.compile(type, "anyOf", fhir, resourceType);
            Set<Interaction> interactions = Interaction.listed(type, "interactions");
            types.put(name, new UserType(interactions, anyOf, OwnContext.compile(type), !anyOf.isEmpty()));
            type.close();
        }
        return types;
    }
}
