package io.frontdesk.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds shortest series of steps. */
final class Paths {

    private final Map<String, List<Step>> from = new HashMap<>();

    Paths(List<Step> steps) {
        steps.forEach(step ->
                from.computeIfAbsent(step.from(), stage -> new ArrayList<>()).add(step));
    }

    /** Returns the shortest series from a stage to one that is wanted: no step when it is the stage itself, empty when none leads there. */
    Optional<List<Step>> shortest(String begin, Predicate<String> wanted) {
        Map<String, List<Step>> series = new HashMap<>(Map.of(begin, List.of()));
        Deque<String> open = new ArrayDeque<>(List.of(begin));
        Set<String> seen = new HashSet<>(Set.of(begin));
        while (!open.isEmpty()) {
            String stage = open.remove();
            List<Step> sofar = series.getOrDefault(stage, List.of());
            if (wanted.test(stage)) {
                return Optional.of(sofar);
            }
            for (Step step : from.getOrDefault(stage, List.of())) {
                if (seen.add(step.to())) {
                    List<Step> longer = new ArrayList<>(sofar);
                    longer.add(step);
                    series.put(step.to(), longer);
                    open.add(step.to());
                }
            }
        }
        return Optional.empty();
    }
}
