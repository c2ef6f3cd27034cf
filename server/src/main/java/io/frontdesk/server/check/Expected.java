package io.frontdesk.server.check;

import io.frontdesk.decision.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a contract says of a request.
 *
 * @param statuses the HTTP statuses of which one is right
 * @param refusal why it is refused; empty where it is carried out
 */
record Expected(Set<Integer> statuses, Optional<Refusal> refusal) {

    Expected {
        statuses = Set.copyOf(statuses);
    }

    static Expected success(Integer... statuses) {
        return new Expected(Set.of(statuses), Optional.empty());
    }

    boolean refuses() {
        return refusal.isPresent();
    }

    /** Returns it in words: {@code 422 status.final}. */
    String told() {
        String numbers = new TreeSet<>(statuses).stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return numbers + refusal.map(why -> " " + why.id()).orElse("");
    }
}
