package io.frontdesk.guard;

import io.frontdesk.decision.Decision;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.WriteGuard;
import java.util.Optional;
import java.util.Set;

/** What a contract speaks for on a server: all of one of our own, some resource types on somebody else's. Immutable. */
public final class Concern {

    private static final Concern ALL = new Concern(Optional.empty());

    private final Optional<Set<String>> types;

    private Concern(Optional<Set<String>> types) {
        this.types = types;
    }

    /** Returns that every request is the contract's business. */
    public static Concern all() {
        return ALL;
    }

    /** Returns that requests about other resource types than these are not the contract's business. */
    public static Concern only(Set<String> types) {
        return new Concern(Optional.of(Set.copyOf(types)));
    }

    /** Whether every request is the contract's business. */
    public boolean isAll() {
        return types.isEmpty();
    }

    /** Returns the types of which there are others, or empty where all are meant. */
    public Set<String> types() {
        return types.orElseGet(Set::of);
    }

    /** Returns whether resources of the type are the contract's business. */
    public boolean of(String type) {
        return types.map(some -> some.contains(type)).orElse(true);
    }

    /** Returns the guard, silent on what is not the contract's business. A bundle is, when it gets as far as this. */
    RequestGuard only(RequestGuard guard) {
        return isAll()
                ? guard
                : RequestGuard.of(
                        guard.family(), request -> concerns(request) ? guard.beforeBody(request) : Decision.permit());
    }

    /** Returns the guard, silent on resources that are not the contract's business. */
    WriteGuard only(WriteGuard guard) {
        return isAll()
                ? guard
                : WriteGuard.of(
                        guard.family(), write -> of(write.type()) ? guard.beforeWrite(write) : Decision.permit());
    }

    /** Returns the guard, silent on resources that are not the contract's business. */
    DeletionGuard only(DeletionGuard guard) {
        return isAll()
                ? guard
                : DeletionGuard.of(
                        guard.family(),
                        deletion ->
                                of(deletion.stored().fhirType()) ? guard.beforeDelete(deletion) : Decision.permit());
    }

    private boolean concerns(Request request) {
        return of(request.type()) || request.interaction().sendsRequests();
    }
}
