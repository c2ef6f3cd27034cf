package io.frontdesk.version;

import io.frontdesk.store.Partition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rows that one storage transaction holds. What it has changed stays known when it is carried out anew. */
final class HeldRows {

    private final Set<String> known = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Long> versions = new HashMap<>();

    /** Notes what the transaction will change, and returns those of all that is known for which it has not asked yet. */
    SortedSet<String> missing(Partition partition, Collection<String> changed) {
        known.addAll(changed);
        SortedSet<String> missing = new TreeSet<>(known);
        missing.removeIf(id -> asked.contains(partition.key(id)));
        return missing;
    }

    /** Notes that the transaction has got its turn at resources, and which versions of them are current. */
    void held(Partition partition, Collection<String> ids, Map<String, Long> current) {
        ids.forEach(id -> asked.add(partition.key(id)));
        current.forEach((id, version) -> versions.put(partition.key(id), version));
    }

    /** Returns the version that was current when the transaction got its turn; none of what was stored nowhere. */
    Optional<Long> version(Partition partition, String id) {
        return Optional.ofNullable(versions.get(partition.key(id)));
    }

    /** Forgets what was held, when the transaction was rolled back and perhaps begins anew. */
    void release() {
        asked.clear();
        versions.clear();
    }
}
