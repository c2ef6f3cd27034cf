package io.frontdesk.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while a contract is read, so that its author sees all of it at once. Not thread-safe. */
public final class Faults {

    private final List<Fault> found = new ArrayList<>();

    /** Notes a fault. */
    public void add(Fault fault) {
        found.add(fault);
    }

    /** Returns whether nothing is wrong so far. */
    public boolean none() {
        return found.isEmpty();
    }

    /** Returns the faults by file and line. */
    public List<Fault> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Fault::file).thenComparing(Fault::line))
                .toList();
    }
}
