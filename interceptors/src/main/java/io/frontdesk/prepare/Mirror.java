package io.frontdesk.prepare;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import io.frontdesk.source.Section;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Two elements that always hold the same text. Compiled from an item of {@code prepare.mirrored}:
 *
 * <pre>
 * mirrored:
 *   - {element: reasonCode.text, same: description}
 * </pre>
 *
 * What a write changes goes over to the other one. Of two that are both changed the first one counts, unless the write takes
 * it away.
 */
record Mirror(TextPlace element, TextPlace same) {

    /** Reads a pair; faults what is no plain element of the resource. */
    static Optional<Mirror> compile(Section pair, BaseRuntimeElementDefinition<?> resource) {
        Optional<TextPlace> element = place(pair, "element", resource);
        Optional<TextPlace> same = place(pair, "same", resource);
        return element.flatMap(one -> same.map(other -> new Mirror(one, other)));
    }

    private static Optional<TextPlace> place(Section pair, String key, BaseRuntimeElementDefinition<?> resource) {
        String path = pair.text(key);
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(TextPlace.of(resource, path));
        } catch (NoSuchElementPathException e) {
            pair.fault(key, "'" + path + "' is no plain element", "a path such as reasonCode.text");
            return Optional.empty();
        }
    }

    /** Makes both say the same. */
    void reflect(Optional<IBaseResource> stored, IBaseResource proposed) {
        Optional<String> one = element.text(proposed);
        Optional<String> other = same.text(proposed);
        boolean oneChanged = !one.equals(stored.flatMap(element::text));
        boolean otherChanged = !other.equals(stored.flatMap(same::text));
        if (oneChanged && (one.isPresent() || !otherChanged)) {
            put(same, proposed, one);
        } else if (otherChanged) {
            put(element, proposed, other);
        }
    }

    private static void put(TextPlace place, IBase resource, Optional<String> text) {
        text.ifPresentOrElse(value -> place.put(resource, value), () -> place.clear(resource));
    }
}
