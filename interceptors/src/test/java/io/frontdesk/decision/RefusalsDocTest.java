package io.frontdesk.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/refusals.md to the rules; -Dfrontdesk.docs=write writes it anew. */
class RefusalsDocTest {

    private static final Path DOC = Path.of("docs", "refusals.md");

    @Test
    void listsEveryRule() throws IOException {
        if ("write".equals(System.getProperty("frontdesk.docs"))) {
            Files.writeString(DOC, expected());
        }
        assertThat(Files.readString(DOC)).isEqualTo(expected());
    }

    private static String expected() {
        return """
                # Refusals

                A refused request is answered with an OperationOutcome of one issue: the rule's id in `details.coding` (system
                `urn:frontdesk:refusal`), what is wrong and what to do about it in `details.text`, the same or the contract's own
                words in `diagnostics`, and in `expression` the elements at fault. Status and issue type are those below unless
                the contract's `answers.refusals` says otherwise, which may also let the two texts change places, and answer in plain
                text or without a body. An endpoint tells its own in `GET [base]/CodeSystem/frontdesk-refusal`.

                | Rule | Status | Issue type | Meaning |
                |---|---|---|---|
                """
                + Arrays.stream(Rule.values())
                        .map(rule -> "| `%s` | %d | `%s` | %s |%n"
                                .formatted(rule.id(), rule.status(), rule.issueType(), rule.meaning()))
                        .collect(Collectors.joining());
    }
}
