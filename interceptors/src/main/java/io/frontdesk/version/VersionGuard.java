package io.frontdesk.version;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Holds a change to the version it names: by its headers before the body is read, by the stored row when it is written. */
public final class VersionGuard implements RequestGuard, WriteGuard {

    private final VersionPolicy policy;
    private final RowLock rows;
    private final Set<String> guarded;

    /** Takes the types whose changes must name a version where the contract demands one. */
    public VersionGuard(VersionPolicy policy, RowLock rows, Set<String> guarded) {
        this.policy = policy;
        this.rows = rows;
        this.guarded = Set.copyOf(guarded);
    }

    @Override
    public Decision beforeBody(Request request) {
        if (!request.interaction().changesOne()) {
            return Decision.permit();
        }
        if (request.addressedVersion().isPresent()
                || !request.header("Content-Location").isEmpty()) {
            return Decision.refuse(Refusal.of(
                    Rule.REQUEST_INVALID,
                    "A change is addressed to a resource, not to one of its versions.",
                    "Leave out _history and Content-Location, and name the version in If-Match."));
        }
        return policy.named(guarded.contains(request.type()), ifMatch(request), ifNoneMatch(request));
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (write.request().isEmpty() || write.stored().isEmpty()) {
            return Decision.permit();
        }
        Precondition ifMatch = ifMatch(write.request().get());
        Precondition ifNoneMatch = ifNoneMatch(write.request().get());
        if (ifMatch instanceof Precondition.None && ifNoneMatch instanceof Precondition.None) {
            return Decision.permit();
        }
        IBaseResource stored = write.stored().get();
        String version = stored.getIdElement().getVersionIdPart();
        return policy.current(ifMatch, ifNoneMatch, version)
                .and(() -> rows.hold(write.type(), stored.getIdElement().getIdPart(), version)
                        .map(current -> policy.current(ifMatch, ifNoneMatch, current))
                        .orElseGet(policy::held));
    }

    private static Precondition ifMatch(Request request) {
        return Precondition.of(request.header("If-Match"));
    }

    private static Precondition ifNoneMatch(Request request) {
        return Precondition.of(request.header("If-None-Match"));
    }
}
