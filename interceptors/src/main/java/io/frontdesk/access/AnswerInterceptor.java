package io.frontdesk.access;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceAccessDetails;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Shows callers only what they may see on servers whose providers call no hook when they hand out resources. */
@Interceptor
public final class AnswerInterceptor {

    private static final String INCLUDED = "include";

    private final FhirContext fhir;
    private final ReadInterceptor reads;

    /** Takes what judges resources where a store hands them out. */
    public AnswerInterceptor(FhirContext fhir, ReadInterceptor reads) {
        this.fhir = fhir;
        this.reads = reads;
    }

    /** OUTGOING_RESPONSE, before every other interceptor: none may tell anything of what is hidden, or answer by itself. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = HookOrder.FIRST)
    void beforeAnswer(RequestDetails details, @Nullable IBaseResource answer) {
        boolean judged = Requests.of(details)
                .filter(request -> request.interaction() != Interaction.CAPABILITIES)
                .isPresent();
        if (answer == null || !judged) {
            return;
        }
        if (answer instanceof IBaseBundle bundle) {
            judge(details, bundle);
        } else if (!(answer instanceof IBaseOperationOutcome)) {
            List<IBaseResource> parts = new ArrayList<>();
            if (answer instanceof IBaseParameters) {
                collect(fhir.newTerser(), answer, "parameter", parts);
            } else {
                parts.add(answer);
            }
            reads.whole(details, hidden(details, parts).isEmpty());
        }
    }

    /** Collects the resources in Parameters and in the parts of each. */
    private static void collect(FhirTerser terser, IBase of, String name, List<IBaseResource> parts) {
        for (IBase parameter : terser.getValues(of, name)) {
            resource(terser, parameter).ifPresent(parts::add);
            collect(terser, parameter, "part", parts);
        }
    }

    private void judge(RequestDetails details, IBaseBundle bundle) {
        FhirTerser terser = fhir.newTerser();
        // HAPI's accessors hand out the element's own list.
        List<IBase> entries = child(bundle, "entry").getAccessor().getValues(bundle);
        List<IBaseResource> matches = new ArrayList<>();
        List<IBaseResource> included = new ArrayList<>();
        for (IBase entry : entries) {
            resource(terser, entry)
                    .ifPresent(resource -> (INCLUDED.equals(terser.getSinglePrimitiveValueOrNull(entry, "search.mode"))
                                    ? included
                                    : matches)
                            .add(resource));
        }
        reads.everything(details, matches.size(), total(terser, bundle));
        List<IBaseResource> hidden = hidden(details, matches);
        if (!included.isEmpty()) {
            hidden.addAll(hidden(details, included));
        }
        boolean left = entries.removeIf(entry -> resource(terser, entry)
                .filter(resource -> hidden.stream().anyMatch(one -> one == resource))
                .isPresent());
        if (left && VisiblePageInterceptor.pageOf(details).isEmpty()) {
            // A page that was begun has its total written anew; of any other the provider has counted what is hidden.
            child(bundle, "total").getMutator().setValue(bundle, null);
        }
    }

    /** Returns those that are not shown, by identity. */
    private List<IBaseResource> hidden(RequestDetails details, List<IBaseResource> found) {
        SimplePreResourceAccessDetails access = new SimplePreResourceAccessDetails(List.copyOf(found));
        reads.beforeAccess(access, details);
        List<IBaseResource> hidden = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (access.isDontReturnResourceAtIndex(i)) {
                hidden.add(found.get(i));
            }
        }
        return hidden;
    }

    private static Optional<IBaseResource> resource(FhirTerser terser, IBase in) {
        return terser.getSingleValue(in, "resource", IBaseResource.class)
                .filter(resource -> !(resource instanceof IBaseOperationOutcome));
    }

    private static Optional<Integer> total(FhirTerser terser, IBaseBundle bundle) {
        return Optional.ofNullable(terser.getSinglePrimitiveValueOrNull(bundle, "total"))
                .map(Integer::valueOf);
    }

    private BaseRuntimeChildDefinition child(IBaseBundle bundle, String name) {
        return fhir.getResourceDefinition(bundle).getChildByName(name);
    }
}
