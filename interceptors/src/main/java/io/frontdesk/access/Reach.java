package io.frontdesk.access;

import io.frontdesk.element.Criterion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Which resources of a type one scope reaches.
 *
 * @param patient the id of the patient to whom they must belong, or empty when they may be anybody's
 * @param restrictions what they must match, all of it
 * @param never security labels, as {@code system|code}, of resources that are not reached
 */
record Reach(Optional<String> patient, List<Criterion> restrictions, Set<String> never) {

    /** Copies what is given, so that a reach never changes. */
    Reach {
        restrictions = List.copyOf(restrictions);
        never = Set.copyOf(never);
    }

    /** Returns whether every resource of the type is reached. */
    boolean unlimited() {
        return patient.isEmpty() && restrictions.isEmpty() && never.isEmpty();
    }

    /** Returns whether the resource is reached. */
    boolean holds(IBaseResource resource, PatientCompartment compartment, Set<String> ownBases) {
        return restrictions.stream().allMatch(restriction -> restriction.holds(resource, ownBases))
                && patient.map(id -> compartment.holds(resource, id, ownBases)).orElse(true)
                && resource.getMeta().getSecurity().stream()
                        .noneMatch(label -> never.contains(label.getSystem() + "|" + label.getCode()));
    }
}
