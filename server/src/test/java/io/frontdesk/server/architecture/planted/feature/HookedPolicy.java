package io.frontdesk.server.architecture.planted.feature;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;

public final class HookedPolicy {
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    void incoming() {}
}
