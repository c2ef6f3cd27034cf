package io.frontdesk.field;

import java.util.List;
import java.util.Optional;

/** What a rule demands of a write. */
@FunctionalInterface
interface Demanded {

    /**
     * Judges a write.
     *
     * @return the elements below the type that break it, besides the one that the rule itself names; empty when nothing does
     */
    Optional<List<String>> broken(Change change);
}
