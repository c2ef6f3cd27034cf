package io.frontdesk.version;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.store.Partition;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Holds a change to the version it names: by its headers before the body is read, by the stored row when it is written. */
public final class VersionGuard implements RequestGuard, WriteGuard, DeletionGuard {

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
    public Family family() {
        return Family.VERSION;
    }

    @Override
    public Decision beforeBody(Request request) {
        if (!request.interaction().changes()) {
            return Decision.permit();
        }
        if (request.addressedVersion().isPresent()
                || !request.header("Content-Location").isEmpty()) {
            return Decision.refuse(Refusal.of(
                    Rule.REQUEST_INVALID,
                    "A change is addressed to a resource, not to one of its versions.",
                    "Leave out _history and Content-Location, and name the version in If-Match."));
        }
        // Whether a conditional update changes or creates is not known yet; one that may only create changes nothing.
        boolean mayCreate = request.interaction() == Interaction.CONDITIONAL_UPDATE
                || request.interaction() == Interaction.UPDATE
                        && ifNoneMatch(request) instanceof Precondition.AnyVersion;
        return policy.named(!mayCreate && guarded.contains(request.type()), ifMatch(request), ifNoneMatch(request));
    }

    @Override
    public Decision beforeWrite(Write write) {
        Optional<Request> change = changing(write.request());
        if (write.stored().isPresent()) {
            return change.map(request -> unchanged(request, write.stored().get()))
                    .orElseGet(Decision::permit);
        }
        return change.map(request -> policy.nothingStored(ifMatch(request)))
                .orElseGet(Decision::permit)
                .and(() ->
                        write.deleted().map(version -> revival(write, version)).orElseGet(Decision::permit));
    }

    /** Returns whether a change says which version it begins with; it holds the row then, or is refused at once. */
    boolean namesVersion(Request request) {
        Precondition ifMatch = ifMatch(request);
        return !(ifMatch instanceof Precondition.None)
                || !(ifNoneMatch(request) instanceof Precondition.None)
                || unmodifiedSince(request, ifMatch).isPresent();
    }

    /** Returns what is told to who has waited for others for too long. */
    Decision held() {
        return policy.held();
    }

    @Override
    public Decision beforeDelete(Deletion deletion) {
        return changing(deletion.request())
                .map(request -> unchanged(request, deletion.stored()))
                .orElseGet(Decision::permit);
    }

    /** Of two that bring back a deleted resource one must wait: HAPI fails on the second. */
    private Decision revival(Write write, String version) {
        return rows.hold(
                        write.partition(),
                        write.type(),
                        write.proposed().getIdElement().getIdPart(),
                        version)
                .filter(version::equals)
                .map(same -> Decision.permit())
                .orElseGet(policy::held);
    }

    private Decision unchanged(Request request, IBaseResource stored) {
        Precondition ifMatch = ifMatch(request);
        Precondition ifNoneMatch = ifNoneMatch(request);
        String type = stored.fhirType();
        String version = stored.getIdElement().getVersionIdPart();
        if (version == null) {
            return policy.named(guarded.contains(type), ifMatch, ifNoneMatch)
                    .and(() -> policy.unversioned(ifMatch, ifNoneMatch));
        }
        Optional<Date> since = unmodifiedSince(request, ifMatch);
        Decision named = policy.named(guarded.contains(type), ifMatch, ifNoneMatch)
                .and(() -> policy.current(ifMatch, ifNoneMatch, version))
                .and(() -> since.map(limit -> unmodified(limit, stored)).orElseGet(Decision::permit));
        if (!namesVersion(request)) {
            return named;
        }
        return named.and(() -> rows.hold(
                        Partition.of(stored), type, stored.getIdElement().getIdPart(), version)
                .map(current -> policy.current(ifMatch, ifNoneMatch, current))
                .orElseGet(policy::held));
    }

    /** A change that comes between is met by HAPI when it writes; this one is then judged anew. */
    private Decision unmodified(Date limit, IBaseResource stored) {
        Date changed = stored.getMeta().getLastUpdated();
        return changed == null ? Decision.permit() : policy.unmodified(limit, changed);
    }

    /** A create names no version, and of an operation it is not known how it would. */
    private static Optional<Request> changing(Optional<Request> request) {
        return request.filter(known -> known.interaction().changes());
    }

    private Optional<Date> unmodifiedSince(Request request, Precondition ifMatch) {
        return policy.unmodifiedSince(request.header("If-Unmodified-Since"), ifMatch);
    }

    private Precondition ifMatch(Request request) {
        return policy.ifMatch(request.header("If-Match"));
    }

    private Precondition ifNoneMatch(Request request) {
        return policy.ifNoneMatch(request.header("If-None-Match"));
    }
}
