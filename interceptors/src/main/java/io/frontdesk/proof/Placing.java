package io.frontdesk.proof;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseDatatype;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** Puts a text at a path of the form of {@link io.frontdesk.element.ElementPath}, with all that is around it. */
final class Placing {

    private static final Pattern STEP = Pattern.compile("extension\\('([^']+)'\\)|([a-zA-Z]+)");

    private final FhirContext fhir;

    Placing(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Puts a text, or a reference to it, into a new item of the list that the path begins with. */
    void put(IBaseResource resource, String path, String text) {
        List<MatchResult> steps = STEP.matcher(path).results().toList();
        IBase at = resource;
        for (MatchResult step : steps) {
            at = step.group(1) != null ? extension(at, step.group(1)) : child(at, step.group(2));
        }
        if (at instanceof IBaseReference reference) {
            reference.setReference(text);
        } else if (at instanceof IPrimitiveType<?> plain) {
            plain.setValueAsString(text);
        }
    }

    private static IBase extension(IBase of, String url) {
        if (of instanceof IBaseHasExtensions extended) {
            IBaseExtension<?, ?> extension = extended.addExtension();
            extension.setUrl(url);
            return extension;
        }
        return of;
    }

    private IBase child(IBase of, String name) {
        if (of instanceof IBaseExtension<?, ?> extension && name.equals("value")) {
            IBase value = make("Reference");
            extension.setValue((IBaseDatatype) value);
            return value;
        }
        if (!(fhir.getElementDefinition(of.getClass()) instanceof BaseRuntimeElementCompositeDefinition<?> parent)) {
            return of;
        }
        BaseRuntimeChildDefinition child = parent.getChildByName(name);
        BaseRuntimeElementDefinition<?> type = child == null ? null : child.getChildByName(name);
        if (child == null || type == null) {
            return of;
        }
        List<IBase> values = child.getAccessor().getValues(of);
        if (child.getMax() == 1 && !values.isEmpty()) {
            return values.get(0);
        }
        IBase made = type.newInstance(child.getInstanceConstructorArguments());
        child.getMutator().addValue(of, made);
        return made;
    }

    private IBase make(String type) {
        return Objects.requireNonNull(fhir.getElementDefinition(type)).newInstance();
    }
}
