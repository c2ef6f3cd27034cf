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
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells everything that ends a request, ours or HAPI's, as a refusal in the contract's dialect. */
@Interceptor
public final class RefusalInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalInterceptor.class);

    private static final String METADATA = "metadata";
    private static final int MOST_READ_ON = 1 << 23;

    private static final int MOST_TOLD = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Refusals refusals;
    private final BiFunction<String, Boolean, String> methods;
    private final Predicate<Request> mayKnowDeleted;

    /**
     * @param methods from a resource type and whether one resource is addressed to the methods that are offered there, as the
     *     header {@code Allow} lists them
     * @param mayKnowDeleted who may know that something was stored under an id and is deleted; others are told what unknown
     *     ids are
     */
    public RefusalInterceptor(
            Refusals refusals, BiFunction<String, Boolean, String> methods, Predicate<Request> mayKnowDeleted) {
        this.refusals = refusals;
        this.methods = methods;
        this.mayKnowDeleted = mayKnowDeleted;
    }

    /** PRE_PROCESS_OUTGOING_EXCEPTION, because every exception of a request passes here before it becomes an answer. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    BaseServerResponseException beforeAnswer(Throwable failure, @Nullable RequestDetails details) {
        if (details != null) {
            writable(details);
            readOn(details);
        }
        if (failure instanceof RefusedException refused) {
            tellOperator(refused.refusal());
            FailureInterceptor.handOn(refused.refusal(), details);
        }
        if (failure instanceof BaseServerResponseException answer && HapiFailures.isAnAnswer(answer)) {
            return answer;
        }
        Refusal refusal = refusal(failure, details);
        if (refusal.rule().status() >= 500) {
            log(refusal, failure, details == null ? "-" : details.getRequestId());
        }
        FailureInterceptor.handOn(refusal, details);
        return refusals.refused(
                Family.STORE,
                refusal.rule() == Rule.INTERACTION_NOT_OFFERED ? allowing(refusal, details) : refusal,
                details);
    }

    /** Says once, for each kind of request, which setting opens what is closed. */
    private void tellOperator(Refusal refusal) {
        // What the server cannot guard, no contract opens; that was told at start.
        if (refusal.rule() != Rule.INTERACTION_NOT_OFFERED
                || refusal.facts().containsKey("closed")
                || told.size() >= MOST_TOLD) {
            return;
        }
        String interaction = refusal.facts().getOrDefault("interaction", "");
        String type = refusal.facts().getOrDefault("type", "");
        if (told.add(interaction + " " + type)) {
            LOG.info(
                    "Refused {} {}: not offered. The contract's {} opens it",
                    interaction,
                    type.isEmpty() ? "at the base" : "on " + type,
                    type.isEmpty()
                            ? "update.system"
                            : interaction.equals(Interaction.OPERATION.code())
                                    ? "update.interactions[].operations"
                                    : "update.interactions[].offer");
        }
    }

    /** While a store is away every request fails alike, and a line says it all. */
    private static void log(Refusal refusal, Throwable failure, String requestId) {
        if (refusal.rule() == Rule.UNAVAILABLE) {
            LOG.atWarn()
                    .addKeyValue("request", requestId)
                    .log(
                            "Request {} failed: {}: {}",
                            requestId,
                            refusal.rule().id(),
                            ExceptionUtils.getRootCause(failure).toString());
        } else {
            LOG.atError()
                    .addKeyValue("request", requestId)
                    .setCause(failure)
                    .log("Request {} failed: {}", requestId, refusal.rule().id());
        }
    }

    /** Adds the header that a 405 must have (RFC 9110 section 15.5.6); where HAPI has no method, no guard has seen it. */
    private Refusal allowing(Refusal refusal, @Nullable RequestDetails details) {
        if (details == null) {
            return refusal;
        }
        String type = details.getResourceName();
        if (type == null) {
            return refusal.withHeader("Allow", METADATA.equals(details.getRequestPath()) ? "GET, OPTIONS" : "OPTIONS");
        }
        return refusal.withHeader("Allow", methods.apply(type, details.getId() != null));
    }

    private Refusal refusal(Throwable failure, @Nullable RequestDetails details) {
        if (details == null) {
            return HapiFailures.refusal(failure, Optional.empty());
        }
        Optional<Request> patch = patchOfNothing(failure, details);
        Optional<Request> meant = patch.or(() -> Requests.of(details));
        Refusal told = HapiFailures.refusal(failure, meant);
        Refusal refusal = meant.filter(request -> told.rule() == Rule.GONE && !mayKnowDeleted.test(request))
                .map(request -> Refusal.notFound(request.type(), request.id().orElse("")))
                .orElse(told);
        return patch.flatMap(entry -> Requests.entry(details, entry))
                .map(refusal::within)
                .orElse(refusal);
    }

    /** Nothing but a patch of nothing ends a transaction with 404 or 410. */
    private static Optional<Request> patchOfNothing(Throwable failure, RequestDetails details) {
        boolean nothing = failure instanceof ResourceNotFoundException || failure instanceof ResourceGoneException;
        return nothing ? Requests.patchOfNothing(details) : Optional.empty();
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
