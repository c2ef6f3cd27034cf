package io.frontdesk.effect;

import java.util.Optional;
import java.util.Set;

/**
 * One effect of a change.
 *
 * @param name what a refusal calls it
 * @param on the statuses that bring it about
 * @param type the type of the resource that must exist
 * @param by the search parameter by which that names the appointment
 * @param usable the statuses in which a stored one will do; empty: in any
 * @param template the resource that is made when there is none, as FHIR JSON with names in braces
 */
record Effect(String name, Set<String> on, String type, String by, Optional<Set<String>> usable, String template) {

    /** Copies the sets. */
    Effect {
        on = Set.copyOf(on);
        usable = usable.map(Set::copyOf);
    }

    /** Returns whether a stored resource in this status will do. */
    boolean uses(String status) {
        return usable.map(listed -> listed.contains(status)).orElse(true);
    }
}
