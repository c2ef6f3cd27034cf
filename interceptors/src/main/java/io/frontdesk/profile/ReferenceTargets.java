package io.frontdesk.profile;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The types of resource that a profile lets its references point at, in its elements and in the extensions that it names.
 * HAPI's validator passes over them unless it can fetch what is referenced; here the type is the one that the address
 * names. A reference that names none (a URN, an identifier) is not judged, nor are the elements of slices.
 */
final class ReferenceTargets {

    /** A reference of the wrong type. */
    record Wrong(String element, String type, Set<String> allowed) {

        @Override
        public String toString() {
            return "points at a " + type + "; " + String.join(" or ", allowed) + " is expected";
        }
    }

    /**
     * Where references stand, and what they may point at.
     *
     * @param path the element's path in the resource
     * @param extension the extension's URL when the reference is its value, else null
     */
    private record Place(String path, @Nullable String extension, Set<String> allowed) {}

    private final FhirTerser terser;
    private final Definitions definitions;
    private final FhirContext context;
    private final List<Place> places = new ArrayList<>();

    ReferenceTargets(FhirContext context, Definitions definitions, Definition profile) {
        this.context = context;
        this.terser = context.newTerser();
        this.definitions = definitions;
        for (IBase element : snapshot(profile)) {
            String path = text(element, "path");
            String id = text(element, "id");
            if (path.endsWith(".extension")) {
                if (!id.substring(0, Math.max(0, id.lastIndexOf('.'))).contains(":")) {
                    texts(element, "type.profile").forEach(url -> addExtension(path, url));
                }
            } else if (!id.contains(":")) {
                add(path, null, element);
            }
        }
    }

    private void addExtension(String path, String url) {
        definitions
                .byUrl(url)
                .ifPresent(extension -> snapshot(extension).stream()
                        .filter(element -> text(element, "path").startsWith("Extension.value"))
                        .forEach(element -> add(path, extension.url(), element)));
    }

    private void add(String path, @Nullable String extension, IBase element) {
        Set<String> allowed = texts(element, "type.targetProfile").stream()
                .map(this::type)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!allowed.isEmpty() && !allowed.contains("Resource")) {
            places.add(new Place(path, extension, allowed));
        }
    }

    /** A target is one of FHIR's own types, or a profile of this contract on one. */
    private String type(String target) {
        return definitions
                .byUrl(target)
                .map(profile -> text(profile.resource(), "type"))
                .orElseGet(() -> target.substring(target.lastIndexOf('/') + 1));
    }

    /** Returns the references of a resource that point at something else than they may. */
    List<Wrong> wrong(IBaseResource resource) {
        var found = new ArrayList<Wrong>();
        for (Place place : places) {
            String below = place.path().substring(place.path().indexOf('.') + 1);
            walk(resource, context.getResourceType(resource), below, (path, element) -> {
                String at = place.extension() == null ? path : path + ".value";
                reference(element, place.extension())
                        .flatMap(reference -> typeOf(reference, resource))
                        .filter(type -> !place.allowed().contains(type))
                        .ifPresent(type -> found.add(new Wrong(at, type, place.allowed())));
            });
        }
        return found;
    }

    private static Optional<IBaseReference> reference(IBase element, @Nullable String extension) {
        if (extension == null) {
            return element instanceof IBaseReference reference ? Optional.of(reference) : Optional.empty();
        }
        return element instanceof IBaseExtension<?, ?> found
                        && extension.equals(found.getUrl())
                        && found.getValue() instanceof IBaseReference reference
                ? Optional.of(reference)
                : Optional.empty();
    }

    private Optional<String> typeOf(IBaseReference reference, IBaseResource resource) {
        var address = reference.getReferenceElement();
        if (address.isLocal()) {
            return terser.getValues(resource, "contained", IBaseResource.class).stream()
                    .filter(contained -> address.getIdPart()
                            .replace("#", "")
                            .equals(String.valueOf(contained.getIdElement().getIdPart())
                                    .replace("#", "")))
                    .findFirst()
                    .map(context::getResourceType);
        }
        return Optional.ofNullable(address.getResourceType());
    }

    private void walk(IBase from, String path, String below, BiConsumer<String, IBase> visit) {
        int dot = below.indexOf('.');
        String step = dot < 0 ? below : below.substring(0, dot);
        List<? extends IBase> values;
        boolean repeats = true;
        if (step.equals("extension")) {
            values = from instanceof IBaseHasExtensions extended ? extended.getExtension() : List.of();
        } else {
            BaseRuntimeChildDefinition child = child(from, step);
            if (child == null) {
                return;
            }
            values = child.getAccessor().getValues(from);
            repeats = child.getMax() != 1;
        }
        for (int i = 0; i < values.size(); i++) {
            String at = path + "." + step + (repeats ? "[" + i + "]" : "");
            if (dot < 0) {
                visit.accept(at, values.get(i));
            } else {
                walk(values.get(i), at, below.substring(dot + 1), visit);
            }
        }
    }

    private @Nullable BaseRuntimeChildDefinition child(IBase from, String step) {
        var definition = from instanceof IBaseResource resource
                ? context.getResourceDefinition(resource)
                : context.getElementDefinition(from.getClass());
        return definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? composite.getChildByName(step)
                : null;
    }

    private List<IBase> snapshot(Definition profile) {
        return terser.getValues(profile.resource(), "snapshot.element", IBase.class);
    }

    private String text(IBase element, String path) {
        String value = terser.getSinglePrimitiveValueOrNull(element, path);
        return value == null ? "" : value;
    }

    private List<String> texts(IBase element, String path) {
        return terser.getValues(element, path, IPrimitiveType.class).stream()
                .map(IPrimitiveType::getValueAsString)
                .map(String::valueOf)
                .toList();
    }
}
