package io.frontdesk.write;

import io.frontdesk.caller.Caller;
import io.frontdesk.request.Request;
import io.frontdesk.store.Partition;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * A resource that is about to be deleted, inside the storage transaction.
 *
 * @param request the client's request behind it, or empty when the server's own code deletes
 * @param stored what is stored now
 */
public record Deletion(Optional<Request> request, IBaseResource stored) {

    /** Returns the resource type. */
    public String type() {
        return stored.fhirType();
    }

    /** Returns the partition in which it is deleted. */
    public Partition partition() {
        return Partition.of(stored);
    }

    /** Returns who deletes. */
    public Caller caller() {
        return request.map(Request::caller).orElseGet(Caller.Internal::new);
    }

    /** Returns every base URL under which the endpoint is reached. */
    public Set<String> ownBases() {
        return request.map(Request::ownBases).orElse(Set.of());
    }
}
