package io.frontdesk.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Reads and writes other resources within the storage transaction in which a guard judges: what is written commits or is
 * undone with the write that asked for it. The server itself reads and writes here, so no caller's rights count; every other
 * guard judges what is stored.
 *
 * <p>Of two transactions that write one resource, the store lets one go on and has the other repeated or refused, as with
 * any update.
 */
public interface ResourceStore {

    /** Returns this store as it is within one of its partitions; nothing else is read or written there. */
    default ResourceStore in(Partition partition) {
        if (partition.divided()) {
            throw new IllegalStateException("This store has no partitions.");
        }
        return this;
    }

    /** Returns the current version of a resource, to change at will, or empty when none is stored or it was deleted. */
    Optional<IBaseResource> read(String type, String id);

    /**
     * Returns the current resources of a type that match.
     *
     * @param parameters FHIR search parameters of the type, by name; each with one value
     */
    List<IBaseResource> search(String type, Map<String, String> parameters);

    /**
     * Stores a new resource, under an id that the store chooses.
     *
     * @throws NotStoredException if it is refused; the whole transaction must then be given up
     */
    void create(IBaseResource resource) throws NotStoredException;

    /**
     * Stores a new version of a resource that was read here.
     *
     * @throws NotStoredException if it is refused; the whole transaction must then be given up
     */
    void update(IBaseResource resource) throws NotStoredException;
}
