package io.frontdesk.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract lint}: says everything that is wrong with a contract. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = "Say every fault for which the server would refuse a contract.",
        footer = {
            "",
            "Exit codes: 0 nothing to say, 2 faults.",
            "",
            "Examples:",
            "  frontdesk contract lint core",
            "  frontdesk contract lint ./my-contract"
        })
final class ContractLintCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description = "A built-in contract (${COMPLETION-CANDIDATES}) or a folder.")
    private String contract = "";

    @Override
    public Integer call() {
        var compiled = ContractArgument.read(contract);
        spec.commandLine().getOut().println(compiled.name() + ": no faults.");
        return 0;
    }
}
