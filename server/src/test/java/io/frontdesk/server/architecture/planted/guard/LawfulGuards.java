package io.frontdesk.server.architecture.planted.guard;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.util.List;

public record LawfulGuards(List<Object> guards) {
    public void on(IInterceptorService interceptors) {
        guards.forEach(interceptors::registerInterceptor);
    }
}
