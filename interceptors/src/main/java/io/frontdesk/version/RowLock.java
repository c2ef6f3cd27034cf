package io.frontdesk.version;

import io.frontdesk.store.Partition;
import java.util.Optional;

/** Holds one stored resource for the rest of the storage transaction, or says at once that somebody else does. */
@FunctionalInterface
public interface RowLock {

    /**
     * Tries to hold the current row of a resource; never waits.
     *
     * @param partition where the resource is kept
     * @param type the resource type
     * @param id the logical id
     * @param read the version id that this transaction has read
     * @return the version id that is current and stays so until the transaction ends, or empty when another one holds it
     */
    Optional<String> hold(Partition partition, String type, String id, String read);

    /** Returns a lock for stores that have no rows to lock; the store itself must then refuse the second writer. */
    static RowLock none() {
        return (partition, type, id, read) -> Optional.of(read);
    }
}
