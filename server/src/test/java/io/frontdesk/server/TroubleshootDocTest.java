package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every rule has its line for operators, and no line is about a rule that there is not. */
class TroubleshootDocTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z]+\\.[a-z-]+`[^|]*)\\|");
    private static final Pattern ID = Pattern.compile("`([a-z]+\\.[a-z-]+)`");

    @Test
    void saysOfEveryRuleWhatToDoAndSaysItOnce() throws IOException {
        var doc = Files.readString(Path.of("docs", "troubleshoot.md"));

        var told = ROW.matcher(doc.substring(doc.indexOf("## It refuses")))
                .results()
                .flatMap(row -> ID.matcher(row.group(1)).results())
                .map(id -> id.group(1))
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }
}
