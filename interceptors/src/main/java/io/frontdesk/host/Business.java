package io.frontdesk.host;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.guard.Concern;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which requests to somebody else's server concern the contract: those about its types, and bundles that may hold such a
 * request. Decided once a request, before HAPI looks for who handles it.
 */
final class Business {

    private static final String KEY = Business.class.getName();

    /** By any of these a name can be written in other letters than its own: escapes of JSON, of XML and of URLs. */
    private static final List<String> DISGUISES = List.of("\\u", "&#", "%", "<!");

    /** A question that may lead from one type to another without naming it. */
    private static final Pattern CHAIN = Pattern.compile("[?&][^=\"\\s]*[.][^=\"\\s]*=");

    private final Concern concern;

    Business(Concern concern) {
        this.concern = concern;
    }

    /** Decides, and notes it with the request. */
    boolean begin(RequestDetails details) {
        @Nullable String type = details.getResourceName();
        boolean ours = type == null ? bundle(details) : concern.of(type);
        if (ours) {
            details.getUserData().put(KEY, true);
        }
        return ours;
    }

    /** Returns what was decided. */
    boolean concerns(RequestDetails details) {
        return details.getUserData().containsKey(KEY);
    }

    /** HAPI reads a bundle whole; what it finds read it does not read again. */
    private boolean bundle(RequestDetails details) {
        // The path may still name a tenant.
        boolean posted = details.getRequestType() == RequestTypeEnum.POST && details.getOperation() == null;
        return posted && mayName(new String(details.loadRequestContents(), charset(details)));
    }

    private static Charset charset(RequestDetails details) {
        return Optional.ofNullable(details.getCharset()).orElse(StandardCharsets.UTF_8);
    }

    private boolean mayName(String body) {
        return concern.types().stream().anyMatch(body::contains)
                || DISGUISES.stream().anyMatch(body::contains)
                || CHAIN.matcher(body).find();
    }
}
