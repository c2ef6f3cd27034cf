package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * One plain value somewhere below an element, by a path of names such as {@code reasonCode.text}: read, put in place with
 * all that is around it, or taken away. Of a list the first item is meant.
 */
public final class TextPlace {

    /** One name of the path: the child, and the type of what is made there. */
    private record Step(BaseRuntimeChildDefinition child, BaseRuntimeElementDefinition<?> type) {

        @Nullable
        IBase first(IBase parent) {
            List<IBase> values = child.getAccessor().getValues(parent);
            return values.isEmpty() ? null : values.get(0);
        }

        IBase made(IBase parent) {
            IBase found = first(parent);
            if (found != null) {
                return found;
            }
            IBase made = type.newInstance(child.getInstanceConstructorArguments());
            child.getMutator().addValue(parent, made);
            return made;
        }
    }

    private final String path;
    private final List<Step> steps;

    private TextPlace(String path, List<Step> steps) {
        this.path = path;
        this.steps = List.copyOf(steps);
    }

    /**
     * Compiles a path below a type.
     *
     * @throws NoSuchElementPathException when there is no such element, or it holds no plain value
     */
    public static TextPlace of(BaseRuntimeElementDefinition<?> from, String path) throws NoSuchElementPathException {
        List<Step> steps = new ArrayList<>();
        BaseRuntimeElementDefinition<?> at = from;
        for (String name : path.split("\\.", -1)) {
            BaseRuntimeChildDefinition child =
                    at instanceof BaseRuntimeElementCompositeDefinition<?> parent ? parent.getChildByName(name) : null;
            // Of the names that HAPI gives to extensions it knows not all itself.
            at = child == null || child instanceof RuntimeChildExtension ? null : child.getChildByName(name);
            if (child == null || at == null) {
                throw new NoSuchElementPathException(from.getName(), path);
            }
            steps.add(new Step(child, at));
        }
        if (!IPrimitiveType.class.isAssignableFrom(Objects.requireNonNull(at).getImplementingClass())) {
            throw new NoSuchElementPathException(from.getName(), path);
        }
        return new TextPlace(path, steps);
    }

    /** Returns whether a path leads to a plain value. */
    public static boolean exists(BaseRuntimeElementDefinition<?> from, String path) {
        try {
            of(from, path);
            return true;
        } catch (NoSuchElementPathException e) {
            return false;
        }
    }

    /** Returns the path. */
    public String path() {
        return path;
    }

    /** Returns the value below an element in its wire form, or empty when there is none. */
    public Optional<String> text(IBase from) {
        IBase at = from;
        for (Step step : steps) {
            at = at == null ? null : step.first(at);
        }
        return at instanceof IPrimitiveType<?> plain ? Optional.ofNullable(plain.getValueAsString()) : Optional.empty();
    }

    /** Puts a value below an element. */
    public void put(IBase from, String value) {
        IBase at = from;
        for (Step step : steps) {
            at = step.made(at);
        }
        ((IPrimitiveType<?>) at).setValueAsString(value);
    }

    /** Takes the value away, if there is one. */
    public void clear(IBase from) {
        IBase at = from;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            at = at == null ? null : step.first(at);
        }
        if (at != null) {
            steps.get(steps.size() - 1).child().getMutator().setValue(at, null);
        }
    }
}
