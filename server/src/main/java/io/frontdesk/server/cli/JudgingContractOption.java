package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The option that names the contract by which a server, or its past, is judged. */
final class JudgingContractOption {

    @Option(
            order = 1,
            required = true,
            names = "--contract",
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description = "The contract that judges: a built-in one (${COMPLETION-CANDIDATES}) or a folder")
    private String contract = "";

    /** Returns the contract as it was named. */
    ContractArgument contract() {
        return new ContractArgument(contract);
    }
}
