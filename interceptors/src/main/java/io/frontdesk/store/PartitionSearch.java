package io.frontdesk.store;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/** Says in which partition a store looks for resources, before it does. */
@FunctionalInterface
public interface PartitionSearch {

    /**
     * Returns the partition in which a client's request looks for resources of a type.
     *
     * @param details the request, as HAPI shows it before it carries it out
     * @param type the resource type
     */
    Partition of(RequestDetails details, String type);

    /** Returns that of stores without partitions. */
    static PartitionSearch whole() {
        return (details, type) -> Partition.WHOLE;
    }
}
