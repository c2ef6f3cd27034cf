package io.frontdesk.field;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.SameContent;
import io.frontdesk.element.TopElements;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Lets an update change some elements at the top of a resource, and some of its extensions by their URL, and nothing else. What
 * is new may be anything.
 */
final class OnlyChanges {

    private static final Pattern EXTENSION = Pattern.compile("extension\\('([^']+)'\\)");
    private static final String EXTENSIONS = "extension";

    private final TopElements elements;
    private final SameContent same;
    private final Set<String> free;
    private final Set<String> freeExtensions;

    private OnlyChanges(TopElements elements, SameContent same, Set<String> free, Set<String> freeExtensions) {
        this.elements = elements;
        this.same = same;
        this.free = Set.copyOf(free);
        this.freeExtensions = Set.copyOf(freeExtensions);
    }

    /** Compiles the list at a key; faults what is no element of the type, and the ids and labels that are no content. */
    static Optional<OnlyChanges> compile(Section section, String key, FhirContext fhir, String type) {
        TopElements elements = TopElements.of(fhir, type);
        List<String> listed = section.texts(key);
        Set<String> free = new HashSet<>();
        Set<String> extensions = new HashSet<>();
        for (int i = 0; i < listed.size(); i++) {
            Matcher extension = EXTENSION.matcher(listed.get(i));
            if (extension.matches()) {
                extensions.add(extension.group(1));
            } else if (elements.names().contains(listed.get(i))) {
                free.add(listed.get(i));
            } else {
                section.fault(
                        key,
                        i,
                        "'" + listed.get(i) + "' is no element at the top of " + type,
                        "one such as comment, or extension('http://...')");
            }
        }
        return free.size() + extensions.size() == listed.size()
                ? Optional.of(new OnlyChanges(elements, new SameContent(fhir), free, extensions))
                : Optional.empty();
    }

    /** Judges a write. */
    Optional<List<String>> broken(Change change) {
        if (change.before().isEmpty()) {
            return Optional.empty();
        }
        List<String> changed = elements.names().stream()
                .filter(name -> !free.contains(name))
                .filter(name -> !same.same(bound(change.before().get(), name), bound(change.after(), name)))
                .toList();
        return changed.isEmpty() ? Optional.empty() : Optional.of(changed);
    }

    private List<IBase> bound(IBaseResource resource, String name) {
        List<IBase> values = new ArrayList<>(elements.values(resource, name));
        if (name.equals(EXTENSIONS)) {
            values.removeIf(value ->
                    value instanceof IBaseExtension<?, ?> extension && freeExtensions.contains(extension.getUrl()));
        }
        return values;
    }
}
