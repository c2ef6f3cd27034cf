package io.frontdesk.lint;

import io.frontdesk.source.Fault;

/**
 * Something in a contract that its author cannot have meant.
 *
 * @param rule the rule by which it was found, such as {@code status.unreachable}
 * @param fault where it stands, what is wrong, and what would be right
 */
public record Smell(String rule, Fault fault) {

    /** Returns the smell on one line: {@code file:line: key: wrong; right [rule]}. */
    @Override
    public String toString() {
        return fault + " [" + rule + "]";
    }
}
