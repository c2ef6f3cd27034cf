package io.frontdesk.server.architecture.planted.feature;

import ca.uhn.fhir.interceptor.api.IInterceptorService;

public final class SelfRegistering {
    public void register(IInterceptorService interceptors) {
        interceptors.registerInterceptor(this);
    }
}
