package io.frontdesk.answer;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Tells in the answer to a bundle why an entry failed: refused before HAPI saw it, refused while HAPI carried it out, or
 * failed in HAPI itself. HAPI keeps only the message of what went wrong in an entry.
 */
@Interceptor
public final class BundleAnswerInterceptor {

    private static final int LEAST_FAILURE = 400;
    private static final int DIGITS = 3;

    private final FhirContext fhir;
    private final FhirTerser terser;
    private final Refusals refusals;

    public BundleAnswerInterceptor(FhirContext fhir, Refusals refusals) {
        this.fhir = fhir;
        this.terser = fhir.newTerser();
        this.refusals = refusals;
    }

    /** OUTGOING_RESPONSE, where the answer can still be changed. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details, @Nullable IBaseResource answer) {
        if (answer == null || !Requests.bundled(details) || !"Bundle".equals(answer.fhirType())) {
            return;
        }
        List<Request> requests = Requests.all(details);
        List<IBase> entries = entries(answer);
        List<Request> idle = Requests.idle(details);
        for (int i = 0; i < entries.size() && i < requests.size(); i++) {
            Request request = requests.get(i);
            boolean deletes = request.interaction().method().equals("DELETE");
            if (deletes
                    && status(entries.get(i)) < LEAST_FAILURE
                    && idle.stream().anyMatch(other -> other == request)) {
                tell(entries.get(i), HapiFailures.notFound(Optional.of(request)));
            } else {
                retell(entries.get(i), request);
            }
        }
        for (Map.Entry<Integer, Refusal> refused : Requests.refused(details).entrySet()) {
            IBase entry = terser.addElement(answer, "entry");
            entries.remove(entries.size() - 1);
            entries.add(refused.getKey(), entry);
            tell(entry, refused.getValue());
        }
    }

    private void retell(IBase entry, Request request) {
        int status = status(entry);
        if (status < LEAST_FAILURE) {
            return;
        }
        String told = Optional.ofNullable(
                        terser.getSinglePrimitiveValueOrNull(entry, "response.outcome.issue.diagnostics"))
                .orElse("");
        Optional<IBaseOperationOutcome> ours = refusals.ofMessage(told);
        if (ours.isPresent()) {
            put(entry, ours.get());
        } else {
            tell(entry, HapiFailures.refusal(status, told, Optional.of(request)));
        }
    }

    private void tell(IBase entry, Refusal refusal) {
        terser.setElement(entry, "response.status", String.valueOf(refusals.status(refusal)));
        put(entry, refusals.outcome(refusal));
    }

    private void put(IBase entry, IBaseOperationOutcome outcome) {
        IBase response = terser.getValues(entry, "response").get(0);
        ((BaseRuntimeElementCompositeDefinition<?>) fhir.getElementDefinition(response.getClass()))
                .getChildByName("outcome")
                .getMutator()
                .setValue(response, outcome);
    }

    private int status(IBase entry) {
        String status = terser.getSinglePrimitiveValueOrNull(entry, "response.status");
        return status != null && status.matches("\\d{3}.*") ? Integer.parseInt(status.substring(0, DIGITS)) : 0;
    }

    @SuppressWarnings("unchecked")
    private List<IBase> entries(IBaseResource bundle) {
        return (List<IBase>) (List<?>) fhir.getResourceDefinition(bundle)
                .getChildByName("entry")
                .getAccessor()
                .getValues(bundle);
    }
}
