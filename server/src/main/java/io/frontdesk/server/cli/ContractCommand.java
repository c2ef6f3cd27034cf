package io.frontdesk.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract}: what can be done with a contract without serving it. Does nothing by itself. */
@Command(
        name = "contract",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Read, judge and prove contracts.")
final class ContractCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ContractCommand() {}

    /** Returns the command, in an environment, with everything that can be done: one line each, in the order of the help. */
    static CommandLine of(Map<String, String> environment) {
        return new CommandLine(new ContractCommand())
                .addSubcommand(new ContractLintCommand())
                .addSubcommand(new ContractProveCommand())
                .addSubcommand(new ContractShowCommand())
                .addSubcommand(new ContractDiffCommand())
                .addSubcommand(new ContractReplayCommand(environment))
                .addSubcommand(new ContractCheckCommand());
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with the contract: "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
