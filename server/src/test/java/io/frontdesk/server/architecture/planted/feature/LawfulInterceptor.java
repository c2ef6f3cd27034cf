package io.frontdesk.server.architecture.planted.feature;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.concurrent.atomic.AtomicInteger;

public final class LawfulInterceptor {
    private final AtomicInteger requests = new AtomicInteger();

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    void incoming() {
        requests.incrementAndGet();
    }
}
