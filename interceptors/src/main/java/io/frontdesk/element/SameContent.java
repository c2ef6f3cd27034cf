package io.frontdesk.element;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.HapiExtensions;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseMetaType;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * Whether two elements say the same, to their last child and extension, in the same order. Instants are the same when they are
 * the same moment; of {@code meta} only what a client may say counts (profiles, tags, security labels, extensions but for HAPI's
 * source), and whether the id of a contained resource is kept with its {@code #} does not matter.
 */
public final class SameContent {

    private static final Set<String> OF_META = Set.of("profile", "security", "tag", "extension");
    /** Who sent a version is said of that version alone. */
    private static final String SOURCE = HapiExtensions.EXT_META_SOURCE;

    private final FhirContext fhir;

    /** Takes the FHIR version of what is compared. */
    public SameContent(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Compares lists, in which empty elements do not count. */
    public boolean same(List<? extends IBase> some, List<? extends IBase> others) {
        List<IBase> left = filled(some);
        List<IBase> right = filled(others);
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<IBase> filled(List<? extends IBase> elements) {
        return elements.stream()
                .filter(element -> element != null && !element.isEmpty())
                .<IBase>map(element -> element)
                .toList();
    }

    private static List<IBase> values(IBase parent, BaseRuntimeChildDefinition child) {
        List<IBase> values = new ArrayList<>(child.getAccessor().getValues(parent));
        if (parent instanceof IBaseMetaType) {
            values.removeIf(SameContent::isSource);
        }
        return values;
    }

    private static boolean isSource(IBase element) {
        return element instanceof IBaseExtension<?, ?> extension && SOURCE.equals(extension.getUrl());
    }

    private boolean same(IBase one, IBase other) {
        if (!one.getClass().equals(other.getClass())) {
            return false;
        }
        if (one instanceof IPrimitiveType<?> plain) {
            return text(plain).equals(text((IPrimitiveType<?>) other)) && extended(one, other);
        }
        return children(one).stream()
                .filter(child -> !(one instanceof IBaseMetaType) || OF_META.contains(child.getElementName()))
                .allMatch(child -> same(values(one, child), values(other, child)));
    }

    private boolean extended(IBase one, IBase other) {
        return !(one instanceof IBaseHasExtensions left)
                || !(other instanceof IBaseHasExtensions right)
                || same(left.getExtension(), right.getExtension());
    }

    private String text(IPrimitiveType<?> plain) {
        if (plain instanceof IIdType id) {
            return Objects.toString(id.getIdPart(), "").replaceFirst("^#", "");
        }
        return Optional.ofNullable(fhir.getElementDefinition(plain.getClass()))
                .map(BaseRuntimeElementDefinition::getName)
                .filter("instant"::equals)
                .flatMap(instant -> plain.getValue() instanceof Date moment
                        ? Optional.of(String.valueOf(moment.getTime()))
                        : Optional.empty())
                .orElseGet(() -> Objects.toString(plain.getValueAsString(), ""));
    }

    private List<BaseRuntimeChildDefinition> children(IBase element) {
        BaseRuntimeElementDefinition<?> definition = element instanceof IBaseResource resource
                ? fhir.getResourceDefinition(resource)
                : fhir.getElementDefinition(element.getClass());
        return definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? composite.getChildrenAndExtension()
                : List.of();
    }
}
