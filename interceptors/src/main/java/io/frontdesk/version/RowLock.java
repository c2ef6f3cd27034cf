package io.frontdesk.version;

/** Holds one stored resource for the rest of the storage transaction, or says at once that somebody else does. */
@FunctionalInterface
public interface RowLock {

    /** What became of the attempt. */
    enum Outcome {
        /** The resource is ours until the transaction ends, and its version is still the expected one. */
        HELD,
        /** Another transaction holds the resource. */
        TAKEN,
        /** The resource is ours, but another transaction has changed it since it was read. */
        CHANGED
    }

    /**
     * Tries to hold the current row of a resource; never waits.
     *
     * @param type the resource type
     * @param id the logical id
     * @param version the version id that this transaction has read
     */
    Outcome hold(String type, String id, String version);

    /** Returns a lock for stores that have no rows to lock; the store itself must then refuse the second writer. */
    static RowLock none() {
        return (type, id, version) -> Outcome.HELD;
    }
}
