package io.frontdesk.proof;

import java.util.List;

/**
 * Something that a contract lets happen and must not, or that it promises and nobody gets.
 *
 * @param property what does not hold
 * @param stage the status that it is about, or an empty text
 * @param text what is wrong, in one sentence
 * @param remedy what would mend it, in one sentence
 * @param steps the shortest series of requests that shows it; none where the point is that there is none
 */
public record Finding(Property property, String stage, String text, String remedy, List<Step> steps) {

    /** What is proved. */
    public enum Property {
        /** What is final stays so. */
        FINAL,
        /** What the table lists can be reached. */
        REACHED,
        /** Nothing is written without a right. */
        RIGHT
    }

    /** Copies the list, so that a finding never changes. */
    public Finding {
        steps = List.copyOf(steps);
    }
}
