package io.frontdesk.server.cli;

import io.frontdesk.contract.page.PageDifference;
import io.frontdesk.contract.page.PageReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract diff}: what a client would notice who goes from one contract to another. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = {
            "Say what a client would notice who goes from contract A to contract B.",
            "",
            "One line a difference: - stands before what only A says, + before what only B says."
        },
        footer = {
            "",
            "Exit codes: 0 nothing, 1 differences, 2 faults in a contract.",
            "",
            "Examples:",
            "  frontdesk contract diff core ./my-contract",
            "  frontdesk contract diff ./my-contract ./my-contract-changed"
        })
final class ContractDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "A",
            completionCandidates = BuiltInContracts.class,
            description = "A built-in contract (${COMPLETION-CANDIDATES}) or a folder.")
    private String one = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String other = "";

    @Override
    public Integer call() {
        List<String> lines = PageDifference.between(
                PageReader.read(new ContractArgument(one).read()), PageReader.read(new ContractArgument(other).read()));
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("nothing");
        }
        return lines.isEmpty() ? 0 : 1;
    }
}
