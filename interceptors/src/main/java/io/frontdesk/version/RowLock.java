package io.frontdesk.version;

import io.frontdesk.store.Partition;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Holds stored resources for the rest of the storage transaction. */
@FunctionalInterface
public interface RowLock {

    /** What became of waiting for resources. */
    enum Outcome {
        /** Nobody else changes them until the transaction ends. */
        HELD,
        /** Another transaction was in the way; what became of it is known when this one is tried again. */
        CONTENDED,
        /** Others have held them for longer than the database waits. */
        BUSY
    }

    /**
     * The answer to waiting for resources.
     *
     * @param outcome what became of it
     * @param versions the versions that are current and stay so until the transaction ends, by logical id; what is not stored is
     *     not among them
     */
    record Turn(Outcome outcome, Map<String, Long> versions) {

        /** Returns an answer without versions. */
        static Turn of(Outcome outcome) {
            return new Turn(outcome, Map.of());
        }
    }

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

    /**
     * Waits until nobody else changes these resources, and keeps everybody else waiting until the transaction ends. They are asked
     * for in one order, so that two transactions that ask for all of theirs at once never wait for each other.
     *
     * @param partition where the resources are kept
     * @param type the resource type
     * @param ids the logical ids; some of them may be stored nowhere
     */
    default Turn await(Partition partition, String type, Collection<String> ids) {
        return Turn.of(Outcome.HELD);
    }

    /** Returns a lock for stores that have no rows to lock; the store itself must then refuse the second writer. */
    static RowLock none() {
        return (partition, type, id, read) -> Optional.of(read);
    }
}
