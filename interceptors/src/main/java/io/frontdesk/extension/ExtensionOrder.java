package io.frontdesk.extension;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Brings extensions into the contract's order before they are stored, so that they are stored, answered, read, searched and
 * kept in history alike. Compiled from the section {@code extensions}:
 *
 * <pre>
 * extensions:
 *   order: by-url                              # by-url | as-sent
 *   where: [Appointment, Appointment.participant]    # elements whose list of extensions is sorted
 * </pre>
 *
 * Sorting is by the URL's code points; extensions with one URL keep their order among themselves. The order of modifier
 * extensions is never touched.
 */
public final class ExtensionOrder implements WriteGuard {

    private static final Comparator<IBaseExtension<?, ?>> BY_URL =
            Comparator.comparing(IBaseExtension::getUrl, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final String type;
    private final boolean sortsRoot;
    private final List<ElementPath> elements;

    private ExtensionOrder(String type, boolean sortsRoot, List<ElementPath> elements) {
        this.type = type;
        this.sortsRoot = sortsRoot;
        this.elements = List.copyOf(elements);
    }

    /** Compiles the section; faults elements that the resource type does not have. */
    public static ExtensionOrder compile(Section extensions, FhirContext fhir, String type) {
        boolean byUrl = extensions.choice("order", Map.of("as-sent", false, "by-url", true));
        List<String> where = byUrl ? extensions.texts("where") : List.of();
        List<ElementPath> elements = new ArrayList<>();
        for (int i = 0; i < where.size(); i++) {
            String path = where.get(i);
            if (!path.equals(type)) {
                try {
                    if (!path.startsWith(type + ".")) {
                        throw new NoSuchElementPathException(type, path);
                    }
                    elements.add(ElementPath.of(fhir, type, path.substring(type.length() + 1)));
                } catch (NoSuchElementPathException e) {
                    extensions.fault(
                            "where", i, String.valueOf(e.getMessage()), "an element such as " + type + ".participant");
                }
            }
        }
        return new ExtensionOrder(type, where.contains(type), elements);
    }

    @Override
    public Family family() {
        return Family.EXTENSION;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.type().equals(type)) {
            sort(write.proposed());
        }
        return Decision.permit();
    }

    /** Sorts the extensions of the named elements in place. */
    void sort(IBaseResource resource) {
        if (sortsRoot) {
            sortAt(resource);
        }
        for (ElementPath path : elements) {
            path.in(resource).forEach(ExtensionOrder::sortAt);
        }
    }

    private static void sortAt(IBase element) {
        if (element instanceof IBaseHasExtensions extended) {
            extended.getExtension().sort(BY_URL);
        }
    }
}
