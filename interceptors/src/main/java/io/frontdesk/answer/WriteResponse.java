package io.frontdesk.answer;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRestfulResponse;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a write that succeeded, as the contract wants it, whoever adds what to it: HAPI adds headers of its own after
 * every hook, and knows no body but a resource.
 */
final class WriteResponse extends ServletRestfulResponse {

    private static final String NULL = "null";

    private final SuccessPolicy policy;
    private final boolean creates;
    private final String base;

    /** Takes what was said so far. */
    WriteResponse(ServletRequestDetails details, IRestfulResponse soFar, SuccessPolicy policy, boolean creates) {
        super(details);
        this.policy = policy;
        this.creates = creates;
        this.base = details.getFhirServerBase();
        soFar.getHeaders().forEach((name, values) -> values.forEach(value -> addHeader(name, value)));
        policy.headers().forEach(this::addHeader);
    }

    @Override
    public void addHeader(String name, String value) {
        if (name.equals(Constants.HEADER_CONTENT_LOCATION)) {
            super.addHeader(name, policy.location().of(value, base));
        } else if (!name.equals(Constants.HEADER_LOCATION)) {
            super.addHeader(name, value);
        } else if (policy.location().on(creates) && !getHeaders().containsKey(name)) {
            super.addHeader(name, policy.location().of(value, base));
        }
    }

    /** HAPI gives no media type where it has no resource to send; nothing must then stay nothing, also when packed. */
    @Override
    public Writer getResponseWriter(int status, @Nullable String contentType, String charset, boolean gzip)
            throws IOException {
        if (contentType != null) {
            return super.getResponseWriter(status, contentType, charset, gzip);
        }
        boolean sendsNull = policy.body() == SuccessPolicy.Body.NULL;
        String type = policy.contentType().orElse(sendsNull ? Constants.CT_FHIR_JSON_NEW : null);
        Writer writer = super.getResponseWriter(status, type, charset, false);
        if (sendsNull) {
            writer.write(NULL);
        }
        return writer;
    }
}
