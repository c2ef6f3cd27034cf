package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Sends the headers that HAPI leaves out: the ETag with the answer to a patch, as FHIR demands of every answer that changes
 * or shows one resource (R4, 3.1.0.1.3), the Location of what a PUT created (R4, 3.1.0.4.1), and the Location that the contract
 * wants with updates.
 */
@Interceptor
public final class VersionHeadersInterceptor {

    private static final String WRITTEN = VersionHeadersInterceptor.class.getName();
    private static final int CREATED = 201;

    private final SuccessPolicy policy;

    /** Takes what the contract answers to writes. */
    public VersionHeadersInterceptor(SuccessPolicy policy) {
        this.policy = policy;
    }

    /** PRESTORAGE, because a change that changes nothing goes no further, and its answer may show no resource. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = Integer.MAX_VALUE)
    void beforeUpdate(@Nullable IBaseResource stored, IBaseResource proposed, @Nullable RequestDetails details) {
        keep(stored, details);
    }

    /** PRECOMMIT, because only there the new version is known whatever the client wants to see of it. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    void afterUpdate(IBaseResource stored, IBaseResource written, @Nullable RequestDetails details) {
        keep(written, details);
    }

    /** PRECOMMIT, because only there the id is known whatever the client wants to see of it. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    void afterCreate(IBaseResource written, @Nullable RequestDetails details) {
        keep(written, details);
    }

    private static void keep(@Nullable IBaseResource resource, @Nullable RequestDetails details) {
        if (resource != null
                && details != null
                && asked(details).filter(Interaction::changes).isPresent()) {
            details.getUserData().put(WRITTEN, resource.getIdElement().toUnqualified());
        }
    }

    /** OUTGOING_RESPONSE, the last moment before the headers are sent. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details, @Nullable ResponseDetails response) {
        if (!policy.versionedLocation() && details instanceof ServletRequestDetails servlet) {
            details.setResponse(new UnversionedLocation(servlet, details.getResponse()));
        }
        if (!(details.getUserData().get(WRITTEN) instanceof IIdType written) || !written.hasVersionIdPart()) {
            return;
        }
        boolean patched = asked(details).filter(Interaction::sendsPatch).isPresent();
        if (patched) {
            details.getResponse().addHeader(Constants.HEADER_ETAG, "W/\"" + written.getVersionIdPart() + "\"");
        }
        boolean created = !patched && response != null && response.getResponseCode() == CREATED;
        if (created || policy.locatedUpdates()) {
            details.getResponse()
                    .addHeader(Constants.HEADER_LOCATION, details.getFhirServerBase() + "/" + written.getValue());
        }
    }

    /** The parts of a bundle have no headers of their own. */
    private static Optional<Interaction> asked(RequestDetails details) {
        return Requests.bundled(details)
                ? Optional.empty()
                : Requests.of(details).map(Request::interaction);
    }
}
