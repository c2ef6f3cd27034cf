package io.frontdesk.server.architecture.planted.feature;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.util.List;

public record SelfRegisteringByReference(List<Object> guards) {
    public void register(IInterceptorService interceptors) {
        guards.forEach(interceptors::registerInterceptor);
    }
}
