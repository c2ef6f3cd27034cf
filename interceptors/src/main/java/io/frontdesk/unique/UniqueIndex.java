package io.frontdesk.unique;

import java.util.Set;

/** Keeps values unique within the storage transaction in which a resource is written. */
@FunctionalInterface
public interface UniqueIndex {

    /** What became of the values that a resource asks for. */
    enum Outcome {
        /** They are the resource's own, once the transaction commits. */
        HELD,
        /** Another resource has one of them. */
        TAKEN,
        /** Another transaction is about to take one of them; what became of it is known when this one is tried again. */
        CONTENDED
    }

    /**
     * Gives up what the resource held and takes what it holds now.
     *
     * @param resource type and id, such as {@code Appointment/12}, as the key of its partition
     * @param values the values as keys of the partition, none when the resource is deleted
     */
    Outcome hold(String resource, Set<String> values);

    /**
     * Returns whether another resource has one of the values, without changing anything, and without waiting.
     *
     * @param resource type and id, such as {@code Appointment/12}
     */
    default boolean taken(String resource, Set<String> values) {
        return false;
    }
}
