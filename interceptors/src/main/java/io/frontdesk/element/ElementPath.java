package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * A path to elements of one resource type, as a contract writes it: names joined by dots, and {@code extension('url')}; for
 * example {@code participant.extension('http://example.org/team').value}. The part of FHIRPath that can be checked before
 * any resource is there and that costs next to nothing when one is.
 */
public final class ElementPath {

    private static final Pattern STEP = Pattern.compile("(?:extension\\('([^']+)'\\)|([a-zA-Z]+))(?:\\.|$)");

    private final String path;
    private final List<Function<IBase, Stream<? extends IBase>>> steps;

    private ElementPath(String path, List<Function<IBase, Stream<? extends IBase>>> steps) {
        this.path = path;
        this.steps = List.copyOf(steps);
    }

    /**
     * Compiles a path below a resource type.
     *
     * @throws NoSuchElementPathException when no resource of the type can have such an element
     */
    public static ElementPath of(FhirContext fhir, String type, String path) throws NoSuchElementPathException {
        List<Function<IBase, Stream<? extends IBase>>> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        Optional<BaseRuntimeElementDefinition<?>> at = Optional.of(fhir.getResourceDefinition(type));
        int end = 0;
        while (end < path.length() && step.find(end) && step.start() == end) {
            end = step.end();
            String url = step.group(1);
            if (url != null) {
                steps.add(element -> extensions(element, url));
                at = Optional.ofNullable(fhir.getElementDefinition("Extension"));
            } else {
                String name = step.group(2);
                BaseRuntimeChildDefinition child = at.flatMap(parent -> child(parent, name))
                        .orElseThrow(() -> new NoSuchElementPathException(type, path));
                steps.add(element -> child.getAccessor().getValues(element).stream());
                at = onlyType(child);
            }
        }
        if (steps.isEmpty() || end != path.length() || path.endsWith(".")) {
            throw new NoSuchElementPathException(type, path);
        }
        return new ElementPath(path, steps);
    }

    /** Compiles a path that is known to exist, because our own code names it. */
    public static ElementPath known(FhirContext fhir, String type, String path) {
        try {
            return of(fhir, type, path);
        } catch (NoSuchElementPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A choice of types ({@code value[x]}) ends what can be checked: its value may be anything. */
    private static Optional<BaseRuntimeElementDefinition<?>> onlyType(BaseRuntimeChildDefinition child) {
        Set<String> names = child.getValidChildNames();
        return names.size() == 1
                ? Optional.ofNullable(child.getChildByName(names.iterator().next()))
                : Optional.empty();
    }

    private static Optional<BaseRuntimeChildDefinition> child(BaseRuntimeElementDefinition<?> parent, String name) {
        if (!(parent instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return Optional.empty();
        }
        BaseRuntimeChildDefinition child = composite.getChildByName(name);
        return Optional.ofNullable(child != null ? child : composite.getChildByName(name + "[x]"));
    }

    private static Stream<? extends IBase> extensions(IBase element, String url) {
        return element instanceof IBaseHasExtensions extended
                ? extended.getExtension().stream().filter(extension -> url.equals(extension.getUrl()))
                : Stream.empty();
    }

    /** Returns the path as it was written. */
    public String path() {
        return path;
    }

    /** Returns the elements at this path, in document order. */
    public List<IBase> in(IBaseResource resource) {
        Stream<? extends IBase> elements = Stream.of(resource);
        for (Function<IBase, Stream<? extends IBase>> step : steps) {
            elements = elements.flatMap(step);
        }
        return elements.<IBase>map(element -> element).toList();
    }

    /** Returns the values at this path as texts: a reference as it is written, a primitive in its wire form. */
    public List<String> textsIn(IBaseResource resource) {
        return in(resource).stream()
                .map(ElementPath::text)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> text(IBase element) {
        if (element instanceof IBaseReference reference) {
            return Optional.ofNullable(reference.getReferenceElement().getValue());
        }
        return element instanceof IPrimitiveType<?> primitive
                ? Optional.ofNullable(primitive.getValueAsString())
                : Optional.empty();
    }
}
