package io.frontdesk.decision;

import java.util.Optional;

/**
 * How a contract tells one refusal of its own making, such as that of one rule under {@code fields}. What is absent is told
 * as the refusal's rule is.
 *
 * @param id the id in place of the rule's
 * @param status the HTTP status
 * @param issueType the FHIR issue type
 * @param text the sentence for {@code issue.diagnostics}, as it is
 */
public record OwnTelling(
        Optional<String> id, Optional<Integer> status, Optional<String> issueType, Optional<String> text) {

    /** Tells nothing apart. */
    public static final OwnTelling NONE =
            new OwnTelling(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the telling that has words of its own and is else as the rule's. */
    public static OwnTelling inWords(Optional<String> text) {
        return new OwnTelling(Optional.empty(), Optional.empty(), Optional.empty(), text);
    }
}
