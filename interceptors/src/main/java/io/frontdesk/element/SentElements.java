package io.frontdesk.element;

import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The elements that a client's body names at the top of a resource, noted when the body is read: afterwards an element that
 * was left out and one that was sent empty look the same. The note stays with the resource until it is stored.
 */
public final class SentElements {

    private static final String KEY = SentElements.class.getName();

    private SentElements() {}

    /** Notes the names of the elements that stood in the body. */
    public static void note(IBaseResource resource, Set<String> names) {
        resource.setUserData(KEY, Set.copyOf(names));
    }

    /** Returns the names that were noted, or empty when the resource is not what a body held (a patch, other code's). */
    @SuppressWarnings("unchecked") // what is kept under our own key is ours
    public static Optional<Set<String>> of(IBaseResource resource) {
        return resource.getUserData(KEY) instanceof Set<?> names ? Optional.of((Set<String>) names) : Optional.empty();
    }
}
