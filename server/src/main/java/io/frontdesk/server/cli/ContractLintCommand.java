package io.frontdesk.server.cli;

import io.frontdesk.lint.Lint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract lint}: says everything that is wrong with a contract, and what its author cannot have meant. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = "Say every fault for which the server would refuse a contract, and what in it smells.",
        footer = {
            "",
            "Exit codes: 0 nothing to say, 1 smells, 2 faults.",
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
        var smells = Lint.of(ContractArgument.folder(contract), compiled);
        var out = spec.commandLine().getOut();
        smells.forEach(out::println);
        if (smells.isEmpty()) {
            out.println(compiled.name() + ": no faults, and nothing smells.");
        }
        return smells.isEmpty() ? 0 : 1;
    }
}
