package io.frontdesk.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.testing.Contracts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StatusPolicyProperties {

    private static final List<String> CODES = List.of("a", "b", "c", "d", "e");

    private static StatusPolicy compiled(Map<String, Set<String>> table) {
        // Every state is initial, so that none is out of reach.
        return Contracts.compiled(
                "initial: " + table.keySet() + "\ntransitions: "
                        + table.toString().replace("=", ": "),
                section -> StatusPolicy.compile(section, Set.copyOf(CODES)));
    }

    @Property
    void noWalkLeavesAFinalState(@ForAll("tables") Map<String, Set<String>> table, @ForAll("walks") List<String> walk) {
        StatusPolicy policy = compiled(table);
        String at = walk.get(0);
        for (String next : walk) {
            boolean end = table.get(at).isEmpty();
            if (policy.move(at, next) instanceof Decision.Permit) {
                assertThat(end && !next.equals(at)).isFalse();
                at = next;
            }
        }
    }

    @Property
    void allowsExactlyTheListedMovesAndStayingWhereItIs(
            @ForAll("tables") Map<String, Set<String>> table, @ForAll("walks") List<String> walk) {
        StatusPolicy policy = compiled(table);

        for (String from : walk) {
            for (String to : CODES) {
                assertThat(policy.move(from, to) instanceof Decision.Permit)
                        .isEqualTo(from.equals(to) || table.get(from).contains(to));
            }
        }
    }

    @Provide
    Arbitrary<Map<String, Set<String>>> tables() {
        return Arbitraries.of(CODES)
                .set()
                .ofMaxSize(3)
                .list()
                .ofSize(CODES.size())
                .map(targets -> {
                    Map<String, Set<String>> table = new LinkedHashMap<>();
                    for (int i = 0; i < CODES.size(); i++) {
                        table.put(CODES.get(i), new LinkedHashSet<>(targets.get(i)));
                    }
                    return table;
                });
    }

    @Provide
    Arbitrary<List<String>> walks() {
        return Arbitraries.of(CODES).list().ofMinSize(1).ofMaxSize(12);
    }
}
