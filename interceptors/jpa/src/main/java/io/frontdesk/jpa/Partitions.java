package io.frontdesk.jpa;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.frontdesk.store.Partition;
import java.util.Optional;

/** The partitions of a HAPI JPA store. */
public final class Partitions {

    private final IRequestPartitionHelperSvc partitions;

    /** Takes what says in HAPI which partition a request is for. */
    public Partitions(IRequestPartitionHelperSvc partitions) {
        this.partitions = partitions;
    }

    /** Returns the partition in which a client's request looks for resources of a type. */
    public Partition searched(RequestDetails details, String type) {
        return Partition.of(partitions.determineReadPartitionForRequestForSearchType(details, type));
    }

    /**
     * Returns details by which the server itself reads and writes in a partition.
     *
     * @param id the number of the partition; without one it is HAPI's default, which is all of a store that has no partitions
     */
    public static SystemRequestDetails details(Optional<Integer> id) {
        return id.map(number -> SystemRequestDetails.forRequestPartitionId(RequestPartitionId.fromPartitionId(number)))
                .orElseGet(SystemRequestDetails::new);
    }
}
