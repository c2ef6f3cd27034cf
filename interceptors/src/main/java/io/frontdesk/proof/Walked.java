package io.frontdesk.proof;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a walk has found.
 *
 * @param states the statuses of the contract's table
 * @param kinds how many kinds of callers asked
 * @param ways how many ways to write they tried
 * @param combinations how many combinations of stage, way, status and caller were judged
 * @param permitted how many of them were permitted
 * @param steps one permitted request for each pair of stages between which there is any
 * @param taken the ways by which anybody has written anything
 * @param rightless permitted requests of callers who have no right to them, one for each way and pair of stages
 * @param refused by pair of stages, the rules by which requests were refused that callers had a right to send
 * @param assumed the ids of the rules about other content that were assumed to be kept
 */
public record Walked(
        Set<String> states,
        int kinds,
        int ways,
        long combinations,
        long permitted,
        List<Step> steps,
        Set<Way> taken,
        List<Step> rightless,
        Map<String, Set<String>> refused,
        Set<String> assumed) {

    /** Copies what is given, so that nothing changes later. */
    public Walked {
        states = Set.copyOf(states);
        steps = List.copyOf(steps);
        taken = Set.copyOf(taken);
        rightless = List.copyOf(rightless);
        refused = Map.copyOf(refused);
    }

    /** Returns how a pair of stages is called. */
    static String pair(String from, String to) {
        return from + " -> " + to;
    }

    /** Returns whether anybody's request leads from one stage to another. */
    public boolean leads(String from, String to) {
        return steps.stream()
                .anyMatch(step -> step.from().equals(from) && step.to().equals(to));
    }

    /** Returns the rules by which requests from one stage to another were refused, sorted. */
    public Set<String> refused(String from, String to) {
        return refused.getOrDefault(pair(from, to), Set.of());
    }
}
