package io.frontdesk.field;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementPath;
import io.frontdesk.source.Section;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * Demands that the moments of an element lie after the write, in what is stored and in what would be stored. Moments are compared,
 * whatever their zones, which FHIRPath does not do in every FHIR version.
 */
final class ToCome {

    private static final Set<String> MOMENTS = Set.of("instant", "dateTime");

    private final ElementPath element;

    private ToCome(ElementPath element) {
        this.element = element;
    }

    /** Compiles the rule's element; faults one that is no moment at the top of the type. */
    static Optional<ToCome> compile(Section section, FhirContext fhir, String type, String element) {
        BaseRuntimeChildDefinition child = fhir.getResourceDefinition(type).getChildByName(element);
        if (child == null
                || !MOMENTS.contains(
                        String.valueOf(child.getChildByName(element).getName()))) {
            section.fault("element", "'" + element + "' is no moment", "an element such as start");
            return Optional.empty();
        }
        return Optional.of(new ToCome(ElementPath.known(fhir, type, element)));
    }

    /** Judges a write; what has no moment is not looked at. */
    Optional<List<String>> broken(Change change) {
        boolean passed = Stream.concat(change.before().stream(), Stream.of(change.after()))
                .flatMap(resource -> element.in(resource).stream())
                .anyMatch(value -> value instanceof IPrimitiveType<?> plain
                        && plain.getValue() instanceof Date moment
                        && !moment.toInstant().isAfter(change.at()));
        return passed ? Optional.of(List.of()) : Optional.empty();
    }
}
