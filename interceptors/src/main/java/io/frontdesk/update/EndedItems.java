package io.frontdesk.update;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.util.FhirTerser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** Items of a list whose period lies in the past, such as identifiers that are no longer used. */
final class EndedItems {

    private static final int DAY = "2024-12-31".length();

    private final FhirContext fhir;
    private final FhirTerser terser;

    EndedItems(FhirContext fhir) {
        this.fhir = fhir;
        this.terser = fhir.newTerser();
    }

    /** Returns the names of the lists at the top of a resource type whose items have a period. */
    Set<String> in(String type) {
        return fhir.getResourceDefinition(type).getChildren().stream()
                // Of the names that HAPI gives to extensions it knows not all itself.
                .filter(child -> !(child instanceof RuntimeChildExtension)
                        && child.getMax() != 1
                        && child.getChildByName(child.getElementName())
                                instanceof BaseRuntimeElementCompositeDefinition<?> item
                        && item.getChildByName("period") != null)
                .map(child -> child.getElementName())
                .collect(Collectors.toSet());
    }

    /** Returns the items whose period has ended at the given time. */
    List<IBase> of(List<IBase> items, Instant now) {
        return items.stream().filter(item -> hasEnded(item, now)).toList();
    }

    /** Returns the items without those that stand in the other list as well. */
    List<IBase> without(List<IBase> items, List<IBase> others) {
        Set<String> known = new HashSet<>();
        others.forEach(other -> known.add(fhir.newJsonParser().encodeToString(other)));
        return items.stream()
                .filter(item -> !known.contains(fhir.newJsonParser().encodeToString(item)))
                .toList();
    }

    /** A day ends when it is over. */
    private boolean hasEnded(IBase item, Instant now) {
        return terser.getValues(item, "period.end").stream()
                .filter(end -> end instanceof IPrimitiveType<?>)
                .map(end -> (IPrimitiveType<?>) end)
                .filter(end -> end.getValue() instanceof Date)
                .anyMatch(end -> {
                    Instant given = ((Date) end.getValue()).toInstant();
                    Instant over = end.getValueAsString().length() > DAY ? given : given.plus(1, ChronoUnit.DAYS);
                    return over.isBefore(now);
                });
    }
}
