package io.frontdesk.lint;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import io.frontdesk.contract.Contract;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the places of patches through FHIR's elements, to their end: names, indexes and selectors. Within contained resources,
 * whose type is not known, and behind a choice of types nothing is said.
 */
final class PatchPlaces {

    private final FhirContext fhir;
    private final Set<String> forbidden;

    /** Takes the paths of elements that every appointment must lack. */
    PatchPlaces(FhirContext fhir, Set<String> forbidden) {
        this.fhir = fhir;
        this.forbidden = forbidden;
    }

    /**
     * Returns what is wrong with a place, or empty when nothing is.
     *
     * @param type the FHIR type of the value, in brackets when it is a list of them; empty when there is none
     */
    Optional<String> problem(String pointer, String type) {
        BaseRuntimeElementDefinition<?> at = fhir.getResourceDefinition(Contract.APPOINTMENT);
        String path = Contract.APPOINTMENT;
        boolean list = false;
        for (String step : pointer.substring(1).split("/", -1)) {
            boolean item = step.matches("\\d+|\\{.*}");
            if (item != list) {
                return Optional.of(
                        item ? "picks an item of what is no list" : "names an element of a list, not of an item");
            }
            if (item) {
                list = false;
                continue;
            }
            BaseRuntimeChildDefinition child = child(at, step);
            if (child == null) {
                return Optional.of("is no element: " + at.getName() + " has no " + step);
            }
            path += "." + child.getElementName();
            if (forbidden.contains(path)) {
                return Optional.of("is forbidden by the profiles (max 0): " + path);
            }
            list = child.getMax() != 1;
            // Of the names that HAPI gives to extensions it knows not all itself.
            BaseRuntimeElementDefinition<?> next =
                    child instanceof RuntimeChildExtension ? null : child.getChildByName(step);
            if (next == null || step.equals("contained")) {
                return Optional.empty();
            }
            at = next;
        }
        String wanted = list ? "[" + at.getName() + "]" : at.getName();
        return type.isEmpty() || alike(wanted, type)
                ? Optional.empty()
                : Optional.of("holds " + told(wanted) + ", and the operation brings " + told(type));
    }

    /** Plain types are all texts or numbers, of which HAPI's parser says what fits; parts of a resource have no type's name. */
    private boolean alike(String one, String other) {
        if (one.startsWith("[") != other.startsWith("[")) {
            return false;
        }
        return one.contains(".") || one.equals(other) || plain(one) && plain(other);
    }

    private boolean plain(String type) {
        BaseRuntimeElementDefinition<?> definition = fhir.getElementDefinition(type.replaceAll("[\\[\\]]", ""));
        return definition != null && definition.getChildType() == ChildTypeEnum.PRIMITIVE_DATATYPE;
    }

    private static @Nullable BaseRuntimeChildDefinition child(BaseRuntimeElementDefinition<?> parent, String name) {
        return parent instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? composite.getChildByName(name)
                : null;
    }

    private static String told(String type) {
        return type.startsWith("[") ? "a list of " + type.substring(1, type.length() - 1) : "one " + type;
    }
}
