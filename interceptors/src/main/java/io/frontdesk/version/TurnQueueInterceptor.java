package io.frontdesk.version;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Queue;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets transactions that change the same resources, and changes of one that name no version, in one after the other, before HAPI
 * reads what they change: who is let in finds what the one before has left, and need not begin anew. A single change that names a
 * version does not wait; it is told at once that somebody else is at it.
 */
@Interceptor
public final class TurnQueueInterceptor {

    private static final String ENTERED = TurnQueueInterceptor.class.getName();

    private final VersionGuard versions;
    private final Queue queue = new Queue();

    /** Takes what says which requests name a version. */
    public TurnQueueInterceptor(VersionGuard versions) {
        this.versions = versions;
    }

    /** PRE_HANDLED, later than what may refuse a body, and before the queue for actors: all wait for both in this order. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = 45)
    void enter(RequestDetails details) {
        List<Request> transaction = Requests.inTransaction(details);
        List<Request> changes = transaction.isEmpty()
                ? Requests.of(details)
                        .filter(request -> !versions.namesVersion(request))
                        .map(List::of)
                        .orElse(List.of())
                : transaction;
        Set<String> changed = changes.stream()
                .filter(request ->
                        request.interaction().changes() && request.id().isPresent())
                .map(request -> request.type() + "/" + request.id().orElseThrow())
                .collect(Collectors.toSet());
        if (!changed.isEmpty()) {
            details.getUserData().put(ENTERED, queue.enter(changed));
        }
    }

    /** PROCESSING_COMPLETED, which HAPI calls whatever became of the request, after its transaction. */
    @Hook(Pointcut.SERVER_PROCESSING_COMPLETED)
    void leave(RequestDetails details) {
        if (details.getUserData().remove(ENTERED) instanceof Runnable next) {
            next.run();
        }
    }
}
