package io.frontdesk.server.cli;

import io.frontdesk.contract.page.ContractPage;
import io.frontdesk.contract.page.PageHtml;
import io.frontdesk.contract.page.PageReader;
import io.frontdesk.contract.page.PageText;
import io.frontdesk.contract.page.StatusDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract show}: a contract as a page to read. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description =
                "Show what a contract promises: statuses, interactions, rights, preconditions, rules, searches, refusals.",
        footer = {
            "",
            "Exit codes: 0 shown, 2 faults in the contract, or a file that cannot be written.",
            "",
            "Examples:",
            "  frontdesk contract show core",
            "  frontdesk contract show ./my-contract --html --output my-contract.html",
            "  frontdesk contract show core --diagram > core.svg"
        })
final class ContractShowCommand implements Callable<Integer> {

    /** How the page is written; one of these. */
    static final class Form {

        @Option(names = "--html", description = "As one HTML document, with the state machine in it.")
        private boolean html;

        @Option(names = "--diagram", description = "The state machine alone, as SVG.")
        private boolean diagram;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ContractParameter named = new ContractParameter();

    @ArgGroup
    private Form form = new Form();

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write it; absent: to the console.")
    private @Nullable Path output;

    @Override
    public Integer call() {
        String shown = written(PageReader.read(named.contract().read()));
        Optional.ofNullable(output).ifPresentOrElse(file -> write(file, shown), () -> print(shown));
        return 0;
    }

    private String written(ContractPage page) {
        if (form.diagram) {
            return StatusDiagram.of(page);
        }
        return form.html ? PageHtml.of(page) : PageText.of(page);
    }

    private void print(String shown) {
        spec.commandLine().getOut().print(shown);
        spec.commandLine().getOut().flush();
    }

    private static void write(Path file, String shown) {
        try {
            Files.writeString(file, shown);
        } catch (IOException e) {
            throw new BadSettingException(
                    file + " cannot be written.", "Name a file in a folder that is there and may be written to.");
        }
    }
}
