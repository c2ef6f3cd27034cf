package io.frontdesk.decision;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which guards refuse, and which are in shadow: those decide, are counted, and let everything pass.
 *
 * @param whole whether the whole contract is in shadow, so that the server behaves as if there was none
 * @param shadowed the families in shadow
 */
public record Modes(boolean whole, Set<Family> shadowed) {

    /**
     * The families of which one can be in shadow while others refuse. The others of them do what later guards rest on: they
     * say who asks, read the body, do a listed patch, or make a whole appointment of what was sent.
     */
    public static final Set<Family> ALONE = Set.copyOf(EnumSet.of(
            Family.LIMIT,
            Family.SEARCH,
            Family.VERSION,
            Family.VALUE,
            Family.OWNED,
            Family.STATUS,
            Family.FIELD,
            Family.PROFILE,
            Family.EXTENSION,
            Family.EFFECT,
            Family.UNIQUE,
            Family.BOOKING));

    private static final Modes ENFORCE = new Modes(false, Set.of());

    /** Copies the set. */
    public Modes {
        shadowed = Set.copyOf(shadowed);
    }

    /** Returns that every guard refuses. */
    public static Modes enforce() {
        return ENFORCE;
    }

    /** Returns that no guard refuses. */
    public static Modes shadow() {
        return new Modes(true, EnumSet.allOf(Family.class));
    }

    /**
     * Reads an operator's settings.
     *
     * @param mode {@code enforce} or {@code shadow}
     * @param families the ids of families in shadow while all others refuse
     * @throws IllegalArgumentException when they cannot be worked with; the message says why, and what to give instead
     */
    public static Modes of(String mode, Collection<String> families) {
        if (!mode.equals("enforce") && !mode.equals("shadow")) {
            throw new IllegalArgumentException("'" + mode + "' is no mode. Give enforce or shadow.");
        }
        Set<Family> shadowed = EnumSet.noneOf(Family.class);
        for (String id : families) {
            shadowed.add(Family.of(id)
                    .filter(ALONE::contains)
                    .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is no guard that can be in shadow"
                            + " while others refuse. Give some of " + String.join(", ", alone())
                            + ", or put the whole contract in shadow by mode.")));
        }
        return mode.equals("shadow") ? shadow() : new Modes(false, shadowed);
    }

    /** Returns the ids of the families of which one can be in shadow while others refuse. */
    public static Set<String> alone() {
        return ALONE.stream().map(Family::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns these modes, but for one guard that refuses all the same. */
    public Modes but(Family enforced) {
        Set<Family> others = EnumSet.copyOf(shadowed);
        others.remove(enforced);
        return new Modes(whole, others);
    }

    /** Returns whether the guards of a family refuse. */
    public boolean enforces(Family family) {
        return !shadowed.contains(family);
    }

    /** Returns whether any guard is in shadow. */
    public boolean anyShadowed() {
        return !shadowed.isEmpty();
    }
}
