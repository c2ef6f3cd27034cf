package io.frontdesk.unique;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a resource type have values that no other resource of it has. Compiled from {@code update.unique}:
 *
 * <pre>
 * update:
 *   unique: [identifier]                             # elements of type Identifier; optional
 *   uniqueWithin: "extension('urn:clinic').value"    # unique only among those that say the same here; optional
 * </pre>
 *
 * Two identifiers are the same when both system and value are; one without a value is none.
 */
public final class UniquePolicy {

    private final String type;
    private final FhirContext fhir;
    private final FhirTerser terser;
    private final Map<String, BaseRuntimeChildDefinition> elements;

    private final Optional<ElementPath> within;

    private UniquePolicy(
            String type,
            FhirContext fhir,
            Map<String, BaseRuntimeChildDefinition> elements,
            Optional<ElementPath> within) {
        this.type = type;
        this.fhir = fhir;
        this.terser = fhir.newTerser();
        this.elements = Map.copyOf(elements);
        this.within = within;
    }

    /** Compiles the list; faults what is no element of type Identifier of the resource type. */
    public static UniquePolicy compile(Section update, FhirContext fhir, String resourceType) {
        Map<String, BaseRuntimeChildDefinition> elements = new LinkedHashMap<>();
        List<String> names = update.optionalTexts("unique");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            BaseRuntimeChildDefinition child =
                    fhir.getResourceDefinition(resourceType).getChildByName(name);
            if (child != null && isIdentifier(child.getChildByName(name))) {
                elements.put(name, child);
            } else {
                update.fault(
                        "unique",
                        i,
                        "'" + name + "' is no element of type Identifier of " + resourceType,
                        "an element such as identifier");
            }
        }
        return new UniquePolicy(
                resourceType,
                fhir,
                elements,
                update.optionalText("uniqueWithin").flatMap(path -> within(update, fhir, resourceType, path)));
    }

    private static Optional<ElementPath> within(Section update, FhirContext fhir, String type, String path) {
        try {
            return Optional.of(ElementPath.of(fhir, type, path));
        } catch (NoSuchElementPathException e) {
            update.fault("uniqueWithin", String.valueOf(e.getMessage()), "an element such as extension('urn:x').value");
            return Optional.empty();
        }
    }

    private static boolean isIdentifier(@Nullable BaseRuntimeElementDefinition<?> element) {
        return element != null && element.getName().equals("Identifier");
    }

    /** Returns a policy by which nothing is kept unique. */
    public UniquePolicy none() {
        return new UniquePolicy(type, fhir, Map.of(), Optional.empty());
    }

    /** Returns whether anything is kept unique. */
    public boolean demandsAny() {
        return !elements.isEmpty();
    }

    /** Returns why a resource of the type is refused that has what another one has. */
    Refusal duplicate(String resourceType) {
        Refusal refusal = Refusal.of(
                Rule.DUPLICATE,
                "Another " + resourceType + " has this identifier already.",
                "Change that one, with a conditional update by its identifier where the endpoint offers it; or send another"
                        + " identifier.");
        for (String path : paths()) {
            refusal = refusal.at(path);
        }
        return refusal;
    }

    /** Returns the elements that are kept unique, as FHIRPath. */
    private List<String> paths() {
        return elements.keySet().stream()
                .map(name -> type + "." + name)
                .sorted()
                .toList();
    }

    /** Returns one text for each value of the resource that no other may have; none for other resource types. */
    Set<String> values(IBaseResource resource) {
        Set<String> values = new TreeSet<>();
        if (type.equals(resource.fhirType())) {
            String among = within.map(path -> String.join("|", new TreeSet<>(path.textsIn(resource))) + "#")
                    .orElse("");
            elements.forEach((name, element) -> element.getAccessor()
                    .getValues(resource)
                    .forEach(identifier -> {
                        String value = text(identifier, "value");
                        if (!value.isEmpty()) {
                            values.add(type + "." + name + "=" + among + text(identifier, "system") + "|" + value);
                        }
                    }));
        }
        return values;
    }

    private String text(IBase identifier, String child) {
        String text = terser.getSinglePrimitiveValueOrNull(identifier, child);
        return text == null ? "" : text;
    }
}
