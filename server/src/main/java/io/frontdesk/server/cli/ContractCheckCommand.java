package io.frontdesk.server.cli;

import io.frontdesk.server.check.CheckStoppedException;
import io.frontdesk.server.check.Examples;
import io.frontdesk.server.check.Limits;
import io.frontdesk.server.check.Report;
import io.frontdesk.server.check.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract check}: holds a running server against a contract. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = {
            "Hold a running FHIR server against a contract.",
            "",
            "Creates appointments of its own, changes them, and takes them away again. Use a server for tests.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all passed, 1 some failed or were not done, 2 wrong option, contract or address.",
            "",
            "Examples:",
            "  frontdesk contract check http://127.0.0.1:8080/fhir --contract core --token @token.txt",
            "  frontdesk contract check https://test.example.org/fhir --contract ./my-contract \\",
            "    --token @full.txt --token reader=@reader.txt --example appointment.json --json"
        })
final class ContractCheckCommand implements Callable<Integer> {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "The server's base URL")
    private String url = "";

    @Mixin
    private final JudgingContractOption judge = new JudgingContractOption();

    @Mixin
    private final TokenOption tokens = new TokenOption();

    @Option(
            order = 3,
            names = "--example",
            paramLabel = "FILE",
            description = "Appointment in JSON that new ones are made of; what it refers to must be there."
                    + " Default: the contract's own examples")
    private @Nullable String example;

    @Option(
            order = 4,
            names = "--max-requests",
            paramLabel = "N",
            defaultValue = "400",
            description = "Most requests, but for those that clean up. Default: ${DEFAULT-VALUE}")
    private int most;

    @Option(
            order = 5,
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Milliseconds between two requests. Default: ${DEFAULT-VALUE}")
    private int pause;

    @Option(
            order = 6,
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long one answer may take. Default: ${DEFAULT-VALUE}")
    private int timeout;

    @Option(order = 7, names = "--plain-http", description = "Send the token unencrypted to another machine")
    private boolean plain;

    @Option(order = 8, names = "--json", description = "Print the report as JSON")
    private boolean json;

    @Override
    public Integer call() {
        var contract = judge.contract();
        var compiled = contract.read();
        var limits = new Limits(
                within("--max-requests", most, 1, 100_000),
                Duration.ofMillis(within("--pause", pause, 0, 60_000)),
                Duration.ofSeconds(within("--timeout", timeout, 1, 600)));
        try {
            Examples examples = example == null ? Examples.of(contract.folder()) : given(example);
            var suite = new Suite(
                    compiled,
                    base(),
                    tokens.byLabel(),
                    examples,
                    limits,
                    "frontdesk-contract-check/" + Versions.frontdesk(),
                    Clock.systemUTC());
            return suite.run(this::print) ? 0 : 1;
        } catch (CheckStoppedException unreachable) {
            throw new BadSettingException(
                    String.valueOf(unreachable.getMessage()), "Give the base URL of a FHIR server that runs.");
        } catch (IOException unreadable) {
            throw new BadSettingException(
                    "The examples of the contract cannot be read.", "Give an appointment with --example.");
        }
    }

    private void print(Report report) {
        if (json) {
            report.printJson(spec.commandLine().getOut());
        } else {
            report.print(spec.commandLine().getOut());
        }
    }

    private static int within(String option, int number, int least, int most) {
        if (number < least || number > most) {
            throw new BadSettingException(
                    option + " is no number from " + least + " to " + most + ": " + number + ".",
                    "Give such a number.");
        }
        return number;
    }

    /** The text is not repeated: credentials may stand in it. */
    private String base() {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException none) {
            address = URI.create("");
        }
        String scheme = String.valueOf(address.getScheme());
        if (!List.of("http", "https").contains(scheme)
                || address.getHost() == null
                || address.getUserInfo() != null
                || address.getQuery() != null
                || address.getFragment() != null) {
            throw new BadSettingException(
                    "This is no base URL of a FHIR server.", "Give one such as https://test.example.org/fhir.");
        }
        if (scheme.equals("http")
                && !plain
                && !LOOPBACK.matcher(address.getHost()).matches()) {
            throw new BadSettingException(
                    "The token would go to another machine unencrypted.", "Give an https address, or --plain-http.");
        }
        return url.replaceFirst("/+$", "");
    }

    private static Examples given(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Examples.given(in).orElseThrow(() -> new IOException("no appointment"));
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadSettingException(
                    "The file '" + file + "' (--example) holds no Appointment.", "Name a file with one, in JSON.");
        }
    }
}
