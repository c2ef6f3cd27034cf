package io.frontdesk.server.cli;

import picocli.CommandLine.Parameters;

/** The word behind a command that names the contract to look at. */
final class ContractParameter {

    @Parameters(
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description = "A built-in contract (${COMPLETION-CANDIDATES}) or a folder.")
    private String contract = "";

    /** Returns the contract as it was named. */
    ContractArgument contract() {
        return new ContractArgument(contract);
    }
}
