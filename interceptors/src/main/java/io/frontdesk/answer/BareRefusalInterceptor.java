package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells refusals without an OperationOutcome where the contract does: in plain text, or by their status alone. */
@Interceptor
public final class BareRefusalInterceptor {

    private final Refusals refusals;

    public BareRefusalInterceptor(Refusals refusals) {
        this.refusals = refusals;
    }

    /** HANDLE_EXCEPTION, where the exception is final and nothing is written yet; false tells HAPI that it is answered. */
    @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
    boolean answer(RequestDetails details, BaseServerResponseException failure) throws IOException {
        Optional<String> bare =
                failure instanceof RefusedException refused ? refusals.bare(refused.refusal()) : Optional.empty();
        if (bare.isEmpty()) {
            return true;
        }
        IRestfulResponse response = details.getResponse();
        if (failure.hasResponseHeaders()) {
            failure.getResponseHeaders()
                    .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        @Nullable String contentType = bare.get().isEmpty() ? null : Constants.CT_TEXT;
        Writer writer =
                response.getResponseWriter(failure.getStatusCode(), contentType, Constants.CHARSET_NAME_UTF8, false);
        writer.write(bare.get());
        response.commitResponse(writer);
        return false;
    }
}
