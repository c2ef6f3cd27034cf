package io.frontdesk.dropin;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The host's own interceptor: notes which requests it was shown. */
@Interceptor
public final class SeenInterceptor {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    void note(RequestDetails details) {
        seen.add(details.getRequestType() + " " + details.getRequestPath());
    }

    List<String> seen() {
        return seen;
    }
}
