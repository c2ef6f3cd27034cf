package io.frontdesk.profile.shape;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a resource.
 *
 * @param above the element that it is a part of, or null in the resource itself
 * @param field its name in JSON, {@code valueString}
 * @param element its name in FHIRPath, {@code value}
 * @param type its FHIR type
 * @param parentType the FHIR type of what it is a part of
 * @param inResource whether it is a part of a resource itself or of an element that only this resource has
 */
record Place(@Nullable Place above, String field, String element, String type, String parentType, boolean inResource) {

    /** Returns whether this is a part of the outermost resource. */
    boolean root() {
        return above == null;
    }

    /** Returns whether this itself has one of the names. */
    boolean named(Set<String> names) {
        return names.contains(field) || names.contains(element);
    }

    /** Returns whether this or what it is a part of has one of the names. */
    boolean under(Set<String> names) {
        for (Place at = this; at != null; at = at.above) {
            if (at.named(names)) {
                return true;
            }
        }
        return false;
    }
}
