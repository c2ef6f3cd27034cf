package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.element.VersionIds;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Answers writes as the contract wants it, and sends the headers that HAPI leaves out: the ETag with the answer to a patch, as
 * FHIR demands of every answer that changes or shows one resource (R4, 3.1.0.1.3), the Location of what a PUT created (R4,
 * 3.1.0.4.1), and the Location that the contract wants with updates. Versions are told as the contract calls them.
 */
@Interceptor
public final class VersionHeadersInterceptor {

    private static final String WRITTEN = VersionHeadersInterceptor.class.getName();
    private static final int CREATED = 201;

    private final SuccessPolicy policy;
    private final ToldResponse.Versions versions;
    private final ToldVersions resources;

    /**
     * Takes what the contract answers to writes.
     *
     * @param ids what versions are called
     * @param sent whether answers tell versions in their headers
     */
    public VersionHeadersInterceptor(FhirContext fhir, SuccessPolicy policy, VersionIds ids, boolean sent) {
        this.policy = policy;
        this.versions = new ToldResponse.Versions(ids, sent);
        this.resources = new ToldVersions(fhir, ids);
    }

    /** PRESTORAGE, because a change that changes nothing goes no further, and its answer may show no resource. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = HookOrder.LAST)
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
        if (resource != null && details != null && written(details)) {
            details.getUserData().put(WRITTEN, resource.getIdElement().toUnqualified());
        }
    }

    /** POST_PROCESSED, because HAPI reads the header when the write is done. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 5)
    void beforeWrite(RequestDetails details) {
        if (!policy.prefer() && details.getHeader(Constants.HEADER_PREFER) != null && written(details)) {
            details.setHeaders(Constants.HEADER_PREFER, List.of());
        }
    }

    /** OUTGOING_RESPONSE, the last moment before the headers are sent, and after every hook that may still refuse. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = HookOrder.LAST)
    void beforeAnswer(RequestDetails details, @Nullable ResponseDetails response) {
        if (response == null || !(details instanceof ServletRequestDetails servlet)) {
            return;
        }
        IBaseResource answer = response.getResponseResource();
        boolean asStored = versions.ids().asStored();
        if (written(details)) {
            details.setResponse(afterWrite(servlet, response));
        } else if (!asStored || !versions.sent()) {
            Optional<String> version = Optional.ofNullable(answer)
                    .flatMap(shown -> Optional.ofNullable(shown.getIdElement().getVersionIdPart()));
            details.setResponse(new ToldResponse(servlet, versions, version.map(versions.ids()::told))
                    .after(details.getResponse()));
        }
        if (answer != null && !asStored) {
            response.setResponseResource(resources.of(answer));
        }
    }

    private ToldResponse afterWrite(ServletRequestDetails details, ResponseDetails response) {
        boolean creates = response.getResponseCode() == CREATED
                || asked(details).filter(interaction -> !interaction.changes()).isPresent();
        Optional<IIdType> written = Optional.ofNullable(
                        (IIdType) details.getUserData().get(WRITTEN))
                .or(() -> Optional.ofNullable(response.getResponseResource()).map(IBaseResource::getIdElement))
                .filter(IIdType::hasVersionIdPart);
        ToldResponse answer = new WriteResponse(
                        details,
                        versions,
                        written.map(id -> versions.ids().told(id.getVersionIdPart())),
                        policy,
                        creates)
                .after(details.getResponse());
        if (written.isPresent() && details.getUserData().containsKey(WRITTEN)) {
            if (asked(details).filter(Interaction::sendsPatch).isPresent()) {
                answer.addHeader(Constants.HEADER_ETAG, "W/\"" + written.get().getVersionIdPart() + "\"");
            }
            answer.addHeader(
                    Constants.HEADER_LOCATION,
                    details.getFhirServerBase() + "/" + written.get().getValue());
        }
        return answer;
    }

    private static boolean written(RequestDetails details) {
        return asked(details)
                .filter(interaction -> interaction.sendsResource() || interaction.sendsPatch())
                .isPresent();
    }

    /** The parts of a bundle have no headers of their own. */
    private static Optional<Interaction> asked(RequestDetails details) {
        return Requests.bundled(details)
                ? Optional.empty()
                : Requests.of(details).map(Request::interaction);
    }
}
