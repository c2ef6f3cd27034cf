package io.frontdesk.server.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that says which contracts a server serves. */
final class ServedContractsOption {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    ServedContractsOption(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 1,
            names = "--contract",
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description =
                    "Contract to serve: a built-in one (${COMPLETION-CANDIDATES}) or a folder of your own. Give it again"
                            + " for more; the first is at /fhir, each at /fhir/<contract>. Default: core")
    void contract(List<String> names) {
        given.set(Setting.CONTRACT, names);
    }
}
