package io.frontdesk.profile.shape;

import java.util.HashSet;
import java.util.Set;

/**
 * What rules look at beyond whether values are there and which of them are equal.
 *
 * @param names names of elements: rules may look at every value at or below an element of such a name
 * @param constants values that rules compare with
 * @param everything whether rules may look at any value
 * @param clock whether a verdict depends on the time at which it is given
 */
record Inspected(Set<String> names, Set<String> constants, boolean everything, boolean clock) {

    static final Inspected NOTHING = new Inspected(Set.of(), Set.of(), false, false);
    static final Inspected EVERYTHING = new Inspected(Set.of(), Set.of(), true, false);
    static final Inspected CLOCK = new Inspected(Set.of(), Set.of(), true, true);

    Inspected {
        names = Set.copyOf(names);
        constants = Set.copyOf(constants);
    }

    static Inspected names(Set<String> names) {
        return new Inspected(names, Set.of(), false, false);
    }

    static Inspected constants(Set<String> constants) {
        return new Inspected(Set.of(), constants, false, false);
    }

    Inspected and(Inspected more) {
        boolean nothingNew = names.containsAll(more.names)
                && constants.containsAll(more.constants)
                && (everything || !more.everything)
                && (clock || !more.clock);
        if (nothingNew) {
            return this;
        }
        var bothNames = new HashSet<>(names);
        bothNames.addAll(more.names);
        var bothConstants = new HashSet<>(constants);
        bothConstants.addAll(more.constants);
        return new Inspected(bothNames, bothConstants, everything || more.everything, clock || more.clock);
    }
}
