package io.frontdesk.condition;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.PartitionSearch;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the criteria of conditional creates and updates while HAPI carries them out. */
@Interceptor
public final class ConditionInterceptor {

    private static final String HELD = ConditionLock.Held.class.getName();

    private final ConditionLock lock;
    private final PartitionSearch partitions;
    private final Refusals refusals;

    /** Takes what says where a request looks for what meets its criteria: the same criteria mean another resource elsewhere. */
    public ConditionInterceptor(ConditionLock lock, PartitionSearch partitions, Refusals refusals) {
        this.lock = lock;
        this.partitions = partitions;
        this.refusals = refusals;
    }

    /** POST_PROCESSED, the last of ours there: only a request that may go on holds up others. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 30)
    void hold(RequestDetails details) {
        Set<String> criteria = Requests.all(details).stream()
                .filter(ConditionInterceptor::mayCreate)
                .map(request -> partitions.of(details, request.type()).key(Criteria.key(request)))
                .collect(Collectors.toSet());
        if (criteria.isEmpty()) {
            return;
        }
        try {
            details.getUserData().put(HELD, lock.hold(criteria));
        } catch (ConditionLock.BusyException e) {
            throw refusals.refused(
                    Family.CRITERIA,
                    Refusal.of(
                                    Rule.VERSION_LOCKED,
                                    "Another request with the same criteria is under way.",
                                    "Send the request again.")
                            .withHeader("Retry-After", "1"),
                    details);
        }
    }

    /** PROCESSING_COMPLETED, which HAPI calls whatever became of the request, after its transaction. */
    @Hook(Pointcut.SERVER_PROCESSING_COMPLETED)
    void release(RequestDetails details) {
        if (details.getUserData().remove(HELD) instanceof ConditionLock.Held held) {
            held.close();
        }
    }

    private static boolean mayCreate(Request request) {
        return request.interaction() == Interaction.CONDITIONAL_CREATE
                || request.interaction() == Interaction.CONDITIONAL_UPDATE;
    }
}
