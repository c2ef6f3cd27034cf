package io.frontdesk.booking;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.Partition;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Reads whose time a resource takes, each as somebody in the partition of the resource. */
record TimeReader(BookingPolicy policy) {

    List<Booking> read(Partition partition, IBaseResource resource, @Nullable RequestDetails details) {
        // HAPI shows what was deleted as an empty resource, which takes nothing.
        Set<String> ownBases = Requests.of(details).map(Request::ownBases).orElse(Set.of());
        return Booking.in(partition, policy.bookings(resource, ownBases));
    }
}
