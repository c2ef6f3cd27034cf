package io.frontdesk.architecture.planted.status;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.architecture.planted.answer.Refusals;
import java.util.function.Consumer;

/** An interceptor, lambdas and nested classes included, sees the request and hands refusals over. */
public final class LawfulInterceptor {
    private final Nested nested = new Nested();

    public void incoming(RequestDetails request) {
        Consumer<RequestDetails> judge = nested::judge;
        judge.accept(request);
    }

    private static final class Nested {
        private final Refusals refusals = new Refusals();

        void judge(RequestDetails request) {
            refusals.refuse(request.getResourceName());
        }
    }
}
