package io.frontdesk.prepare;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.source.Section;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * An extension that only some appointments have, and that is taken off the others. Compiled from an item of {@code
 * prepare.clear}:
 *
 * <pre>
 * clear:
 *   - {extension: "urn:reason", unless: meta.tag.code, is: [NOT_READY]}
 * </pre>
 *
 * @param url the extension's URL
 * @param unless what tells who has it
 * @param is the values there, of which one is enough
 */
record Clearing(String url, ElementPath unless, Set<String> is) {

    /** Reads an item; faults an element that is not there. */
    static Optional<Clearing> compile(Section section, FhirContext fhir, String type) {
        String url = section.text("extension");
        String path = section.text("unless");
        Set<String> is = Set.copyOf(section.texts("is"));
        try {
            return Optional.of(new Clearing(url, ElementPath.of(fhir, type, path), is));
        } catch (NoSuchElementPathException e) {
            section.fault("unless", String.valueOf(e.getMessage()), "an element such as status");
            return Optional.empty();
        }
    }

    /** Takes the extension off what may not have it. */
    void clear(IBaseResource proposed) {
        if (proposed instanceof IBaseHasExtensions extended
                && unless.textsIn(proposed).stream().noneMatch(is::contains)) {
            extended.getExtension().removeIf(extension -> url.equals(extension.getUrl()));
        }
    }
}
