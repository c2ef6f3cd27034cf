package io.frontdesk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.host.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds docs/configure.md to the settings; -Dfrontdesk.docs=write writes its table anew. */
class ConfigureDocTest {

    private static final Path DOC = Path.of("docs", "configure.md");

    private final List<OptionSpec> options = new CommandLine(new FrontdeskCommand(Map.of(), settings -> 0))
            .getCommandSpec().options().stream()
                    .filter(option -> Setting.ofKey(key(option)).isPresent())
                    .sorted(Comparator.comparingInt(OptionSpec::order)
                            .thenComparing(option ->
                                    Setting.ofKey(key(option)).orElseThrow().ordinal()))
                    .toList();

    @Test
    void listsEverySettingAsTheCommandLineExplainsIt() throws IOException {
        var expected = with("host settings", hostTable(), with("settings", table(), Files.readString(DOC)));
        if ("write".equals(System.getProperty("frontdesk.docs"))) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    @Test
    void everySettingIsAnOption() {
        assertThat(options.stream().map(ConfigureDocTest::key))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Setting.values()).stream().map(Setting::key).toList());
    }

    @Test
    void everyCommandExplainsASettingAlike() {
        var commands =
                List.of(new MigrateCommand(Map.of()), new HealthCommand(Map.of()), new ContractReplayCommand(Map.of()));
        var known = options.stream().collect(Collectors.toMap(OptionSpec::longestName, OptionSpec::description));

        assertThat(commands.stream()
                        .flatMap(command -> new CommandLine(command).getCommandSpec().options().stream())
                        .filter(option -> known.containsKey(option.longestName()))
                        .filter(option -> !(option.required() && key(option).equals(Setting.CONTRACT.key()))))
                .hasSize(7)
                .allSatisfy(option -> assertThat(option.description()).isEqualTo(known.get(option.longestName())));
    }

    /** Returns the document with a table between the comments that name its section. */
    private static String with(String section, String table, String doc) {
        var begin = "<!-- " + section + " -->\n";
        return doc.substring(0, doc.indexOf(begin) + begin.length())
                + table
                + doc.substring(doc.indexOf("<!-- end of " + section + " -->\n"));
    }

    private String table() {
        return "| Option | Environment | Key | |\n|---|---|---|---|\n"
                + options.stream().map(ConfigureDocTest::row).collect(Collectors.joining());
    }

    private static String hostTable() {
        return "| Property | Environment | Default | |\n|---|---|---|---|\n"
                + Arrays.stream(HostKey.values())
                        .map(key -> "| `%s` | `%s` | %s | %s |%n"
                                .formatted(
                                        key.property(),
                                        key.variable(),
                                        key.usual().isEmpty() ? "" : "`" + key.usual() + "`",
                                        key.meaning()))
                        .collect(Collectors.joining());
    }

    private static String row(OptionSpec option) {
        var setting = Setting.ofKey(key(option)).orElseThrow();
        return "| `%s %s` | `%s` | `%s` | %s |%n"
                .formatted(
                        setting.option(),
                        option.paramLabel().replace("|", "\\|"),
                        setting.variable(),
                        setting.key(),
                        String.join(" ", option.description())
                                .replace("${COMPLETION-CANDIDATES}", String.join(", ", new BuiltInContracts())));
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }
}
