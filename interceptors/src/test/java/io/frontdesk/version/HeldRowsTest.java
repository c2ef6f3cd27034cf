package io.frontdesk.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.store.Partition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldRowsTest {

    private static final Partition SEVEN = new Partition(true, Optional.of(7));

    private final HeldRows rows = new HeldRows();

    @Test
    void asksForEachOnceAndInOneOrder() {
        assertThat(rows.missing(Partition.WHOLE, Set.of("b", "a"))).containsExactly("a", "b");
        rows.held(Partition.WHOLE, Set.of("a", "b"), Map.of("a", 3L));

        assertThat(rows.missing(Partition.WHOLE, Set.of("b", "c"))).containsExactly("c");
        assertThat(rows.version(Partition.WHOLE, "a")).contains(3L);
        assertThat(rows.version(Partition.WHOLE, "b")).as("stored nowhere").isEmpty();
    }

    @Test
    void asksForAllThatItHasLearntWhenItBeginsAnew() {
        rows.missing(Partition.WHOLE, Set.of("b"));
        rows.held(Partition.WHOLE, Set.of("b"), Map.of("b", 1L));
        rows.missing(Partition.WHOLE, Set.of("a"));
        rows.held(Partition.WHOLE, Set.of("a"), Map.of("a", 1L));

        rows.release();

        assertThat(rows.version(Partition.WHOLE, "a")).isEmpty();
        assertThat(rows.missing(Partition.WHOLE, Set.of("b"))).containsExactly("a", "b");
    }

    @Test
    void holdsNothingOfAnotherPartition() {
        rows.missing(SEVEN, Set.of("a"));
        rows.held(SEVEN, Set.of("a"), Map.of("a", 1L));

        assertThat(rows.version(Partition.WHOLE, "a")).isEmpty();
        assertThat(rows.missing(Partition.WHOLE, Set.of())).containsExactly("a");
    }
}
