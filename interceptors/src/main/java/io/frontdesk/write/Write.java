package io.frontdesk.write;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Caller;
import io.frontdesk.element.SentElements;
import io.frontdesk.request.Request;
import io.frontdesk.store.Partition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * A resource that is about to be stored, inside the storage transaction. Every way to write ends here: PUT, every patch,
 * bundle entries, and other code that calls the storage.
 *
 * @param request the client's request behind the write, or empty when the server's own code writes
 * @param type the resource type
 * @param stored what is stored now, or empty when the write creates
 * @param deleted the version id of the deletion, when the write brings back a deleted resource; {@code stored} is empty then
 * @param proposed what would be stored; guards that own parts of a resource change it in place
 * @param at when it is written, which is what a rule about the present goes by
 */
public record Write(
        Optional<Request> request,
        String type,
        Optional<IBaseResource> stored,
        Optional<String> deleted,
        IBaseResource proposed,
        Instant at) {

    private Write(
            Optional<Request> request,
            String type,
            Optional<IBaseResource> stored,
            Optional<String> deleted,
            IBaseResource proposed) {
        this(request, type, stored, deleted, proposed, Instant.now());
    }

    /** Returns the write of something new. */
    public static Write create(Optional<Request> request, IBaseResource proposed) {
        return new Write(request, proposed.fhirType(), Optional.empty(), Optional.empty(), proposed);
    }

    /** Returns the change of what is stored. */
    public static Write update(Optional<Request> request, IBaseResource stored, IBaseResource proposed) {
        return new Write(request, proposed.fhirType(), Optional.of(stored), Optional.empty(), proposed);
    }

    /** Returns the write that brings back what was deleted in the given version. */
    public static Write revival(Optional<Request> request, String deleted, IBaseResource proposed) {
        return new Write(request, proposed.fhirType(), Optional.empty(), Optional.of(deleted), proposed);
    }

    /**
     * Returns this write with a copy of what would be stored, which guards may change as they like.
     *
     * @param patches whether a listed patch is still to be done by a guard in shadow, so that the copy is of what is stored
     */
    Write trial(FhirContext fhir, boolean patches) {
        boolean listed =
                patches && stored.isPresent() && request.flatMap(Request::patch).isPresent();
        IBaseResource of = listed ? stored.get() : proposed;
        IBaseResource copy = fhir.newTerser().clone(of);
        copy.setId(of.getIdElement());
        SentElements.of(of).ifPresent(names -> SentElements.note(copy, names));
        return new Write(request, type, stored, deleted, copy, at);
    }

    /** Returns this write as it was at another time. */
    public Write at(Instant time) {
        return new Write(request, type, stored, deleted, proposed, time);
    }

    /** Returns the partition in which it is written. */
    public Partition partition() {
        return Partition.of(stored.orElse(proposed));
    }

    /** Returns who writes. */
    public Caller caller() {
        return request.map(Request::caller).orElseGet(Caller.Internal::new);
    }

    /** Returns every base URL under which the endpoint is reached. */
    public Set<String> ownBases() {
        return request.map(Request::ownBases).orElse(Set.of());
    }
}
