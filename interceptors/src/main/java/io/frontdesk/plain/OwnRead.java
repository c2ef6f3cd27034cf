package io.frontdesk.plain;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * The read that comes before a change, as the owner's provider sees it: the client's own request, without what makes it
 * conditional, and without interceptors, since it is no client that asks.
 */
final class OwnRead extends ServletSubRequestDetails {

    private static final IInterceptorBroadcaster NOBODY = new InterceptorService();

    private static final Set<String> CONDITIONS = conditions();

    OwnRead(ServletRequestDetails change, IIdType id) {
        super(change);
        setServer(change.getServer());
        setRequestType(RequestTypeEnum.GET);
        setRestOperationType(RestOperationTypeEnum.READ);
        setResourceName(id.getResourceType());
        setId(id);
        setParameters(Map.of());
        setRequestPath(id.getValue());
        setFhirServerBase(change.getFhirServerBase());
        setCompleteUrl(change.getFhirServerBase() + "/" + id.getValue());
        setTenantId(change.getTenantId());
        setRequestId(change.getRequestId());
    }

    private static Set<String> conditions() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.add(Constants.HEADER_IF_NONE_MATCH);
        names.add(Constants.HEADER_IF_MODIFIED_SINCE);
        return names;
    }

    @Override
    public IInterceptorBroadcaster getInterceptorBroadcaster() {
        return NOBODY;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return CONDITIONS.contains(name) ? null : super.getHeader(name);
    }

    @Override
    public List<String> getHeaders(String name) {
        return CONDITIONS.contains(name) ? List.of() : super.getHeaders(name);
    }
}
