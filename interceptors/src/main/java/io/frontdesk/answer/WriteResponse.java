package io.frontdesk.answer;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a write that succeeded, as the contract wants it, whoever adds what to it: HAPI adds headers of its own after
 * every hook, and knows no body but a resource.
 */
final class WriteResponse extends ToldResponse {

    private static final String NULL = "null";

    private final SuccessPolicy policy;
    private final boolean creates;
    private final String base;

    WriteResponse(
            ServletRequestDetails details,
            Versions versions,
            Optional<String> current,
            SuccessPolicy policy,
            boolean creates) {
        super(details, versions, current);
        this.policy = policy;
        this.creates = creates;
        this.base = details.getFhirServerBase();
        policy.headers().forEach(this::addHeader);
    }

    @Override
    public void addHeader(String name, String value) {
        boolean location = name.equals(Constants.HEADER_LOCATION);
        if (location && (!policy.location().on(creates) || getHeaders().containsKey(name))) {
            return;
        }
        boolean address = location || name.equals(Constants.HEADER_CONTENT_LOCATION);
        super.addHeader(name, address ? policy.location().of(value, base) : value);
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
