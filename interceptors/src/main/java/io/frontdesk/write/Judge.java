package io.frontdesk.write;

import io.frontdesk.decision.Decision;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.List;

/**
 * Those guards of a contract that judge a request by itself, and a write by itself and by the version before it. They ask neither
 * who the caller is, nor what else is stored, so that they can judge without a server: what was written long ago, or what another
 * server should answer.
 *
 * @param requests what judges a request before its body is read, in the order of the guards
 * @param writes what judges what would be stored, in the order of the guards
 * @param deletions what judges what would be deleted, in the order of the guards
 */
public record Judge(List<RequestGuard> requests, List<WriteGuard> writes, List<DeletionGuard> deletions) {

    /** Copies the lists, so that they never change. */
    public Judge {
        requests = List.copyOf(requests);
        writes = List.copyOf(writes);
        deletions = List.copyOf(deletions);
    }

    /** Judges a request before its body is read. */
    public Decision judge(Request request) {
        Decision decision = Decision.permit();
        for (RequestGuard guard : requests) {
            decision = decision.and(() -> guard.beforeBody(request));
        }
        return decision;
    }

    /**
     * Judges what would be stored. Guards may change what is proposed, as they do before it is stored.
     *
     * @return the first refusal, else the warnings of all
     */
    public Decision judge(Write write) {
        Decision decision = Decision.permit();
        for (WriteGuard guard : writes) {
            decision = decision.and(() -> guard.beforeWrite(write));
        }
        return decision;
    }

    /** Judges what would be deleted. */
    public Decision judge(Deletion deletion) {
        Decision decision = Decision.permit();
        for (DeletionGuard guard : deletions) {
            decision = decision.and(() -> guard.beforeDelete(deletion));
        }
        return decision;
    }
}
