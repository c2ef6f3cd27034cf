package io.frontdesk.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.RestfulServerUtils.ResponseEncoding;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells everything that ends a request, ours or HAPI's, as a refusal in the contract's dialect. */
@Interceptor
public final class RefusalInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalInterceptor.class);

    private static final int MOST_READ_ON = 1 << 23;

    private final Refusals refusals;

    public RefusalInterceptor(Refusals refusals) {
        this.refusals = refusals;
    }

    /** PRE_PROCESS_OUTGOING_EXCEPTION, because every exception of a request passes here before it becomes an answer. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    BaseServerResponseException beforeAnswer(Throwable failure, @Nullable RequestDetails details) {
        if (details != null) {
            writable(details);
            readOn(details);
        }
        if (failure instanceof BaseServerResponseException told && HapiFailures.isAnAnswer(told)) {
            return told;
        }
        Refusal refusal = HapiFailures.refusal(failure, Requests.of(details));
        if (refusal.rule().status() >= 500) {
            LOG.error(
                    "Request {} failed: {}",
                    details == null ? "-" : details.getRequestId(),
                    refusal.rule().id(),
                    failure);
        }
        return refusals.exception(refusal);
    }

    /** HAPI would tell a refusal in RDF to a client that asks for RDF, with a library that few servers carry. */
    private static void writable(RequestDetails details) {
        ResponseEncoding encoding = RestfulServerUtils.determineResponseEncodingNoDefault(details, EncodingEnum.JSON);
        if (encoding != null && encoding.getEncoding() == EncodingEnum.RDF) {
            details.removeParameter(Constants.PARAM_FORMAT);
            details.setHeaders(Constants.HEADER_ACCEPT, List.of());
        }
    }

    /**
     * Reads what is left of the body. A server closes a connection whose request it has not read to its end: a client that
     * is still sending may never see the refusal, and loses its next request. For strangers nobody waits: of theirs only
     * what has arrived is read. Who waits for leave to send a body is not given it.
     */
    private static void readOn(RequestDetails details) {
        if (details.getHeader("Expect") == null) {
            try {
                InputStream rest = details.getInputStream();
                boolean known = Callers.of(details) instanceof Caller.Authenticated;
                rest.readNBytes(known ? MOST_READ_ON : Math.min(rest.available(), MOST_READ_ON));
            } catch (IOException | IllegalStateException closed) {
                // Then there is nothing to save.
            }
        }
    }
}
