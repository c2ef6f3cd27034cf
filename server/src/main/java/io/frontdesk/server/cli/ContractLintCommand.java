package io.frontdesk.server.cli;

import io.frontdesk.lint.Lint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private final ContractParameter named = new ContractParameter();

    @Override
    public Integer call() {
        var contract = named.contract();
        var compiled = contract.read();
        var smells = Lint.of(contract.folder(), compiled);
        var out = spec.commandLine().getOut();
        smells.forEach(out::println);
        if (smells.isEmpty()) {
            out.println(compiled.name() + ": no faults, and nothing smells.");
        }
        return smells.isEmpty() ? 0 : 1;
    }
}
