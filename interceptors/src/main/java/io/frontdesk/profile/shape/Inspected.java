package io.frontdesk.profile.shape;

import java.util.HashSet;
import java.util.Set;

/**
 * What rules look at beyond whether values are there and which of them are equal.
 *
 * @param names names of elements: rules may look at every value at or below an element of such a name
 * @param leaves names of elements whose own value rules compare with numbers
 * @param constants values that rules compare with
 * @param parts texts that rules look for in values or at their beginning
 * @param everything whether rules may look at any value
 * @param clock whether a verdict depends on the time at which it is given
 */
record Inspected(
        Set<String> names,
        Set<String> leaves,
        Set<String> constants,
        Set<String> parts,
        boolean everything,
        boolean clock) {

    static final Inspected NOTHING = plain(Set.of(), Set.of());
    static final Inspected EVERYTHING = new Inspected(Set.of(), Set.of(), Set.of(), Set.of(), true, false);
    static final Inspected CLOCK = new Inspected(Set.of(), Set.of(), Set.of(), Set.of(), true, true);

    Inspected {
        names = Set.copyOf(names);
        leaves = Set.copyOf(leaves);
        parts = Set.copyOf(parts);
        constants = Set.copyOf(constants);
    }

    private static Inspected plain(Set<String> names, Set<String> constants) {
        return new Inspected(names, Set.of(), constants, Set.of(), false, false);
    }

    /** Returns that and besides leaves and parts. */
    Inspected with(Set<String> moreLeaves, Set<String> moreParts) {
        return and(new Inspected(Set.of(), moreLeaves, Set.of(), moreParts, false, false));
    }

    static Inspected names(Set<String> names) {
        return plain(names, Set.of());
    }

    static Inspected constants(Set<String> constants) {
        return plain(Set.of(), constants);
    }

    Inspected and(Inspected more) {
        boolean nothingNew = names.containsAll(more.names)
                && leaves.containsAll(more.leaves)
                && constants.containsAll(more.constants)
                && parts.containsAll(more.parts)
                && (everything || !more.everything)
                && (clock || !more.clock);
        return nothingNew
                ? this
                : new Inspected(
                        both(names, more.names),
                        both(leaves, more.leaves),
                        both(constants, more.constants),
                        both(parts, more.parts),
                        everything || more.everything,
                        clock || more.clock);
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
