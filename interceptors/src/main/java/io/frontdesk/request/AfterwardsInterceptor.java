package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what guards in shadow have noted to be done after a request; what fails is logged. */
@Interceptor
public final class AfterwardsInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(AfterwardsInterceptor.class);

    /**
     * OUTGOING_RESPONSE, before all others: the transaction is over, and the client has no answer yet, so that its next request
     * meets what was noted.
     */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = HookOrder.FIRST)
    void afterTransaction(RequestDetails details) {
        Afterwards.take(details).forEach((about, work) -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("What a guard in shadow keeps could not be written: {}", e.toString());
            }
        });
    }
}
