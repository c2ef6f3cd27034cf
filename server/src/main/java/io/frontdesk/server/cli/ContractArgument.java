package io.frontdesk.server.cli;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.source.SourceFolder;
import java.nio.file.InvalidPathException;

/**
 * A contract as a word of the command line names it. Immutable.
 *
 * @param nameOrFolder the name of a built-in contract, or a folder; not judged yet
 */
record ContractArgument(String nameOrFolder) {

    /** What help calls it. */
    static final String LABEL = "NAME|DIR";

    /**
     * Returns the folder of a contract, which may hold none.
     *
     * @throws BadSettingException when the word is no name of a folder
     */
    SourceFolder folder() {
        try {
            return SourceFolder.named(nameOrFolder);
        } catch (InvalidPathException odd) {
            throw new BadSettingException(
                    "This is no name of a folder.",
                    "Name a built-in contract (" + String.join(", ", SourceFolder.builtInNames()) + ") or a folder.");
        }
    }

    /**
     * Returns the compiled contract.
     *
     * @throws BadSettingException when the word is no name of a folder
     * @throws io.frontdesk.contract.ContractException with every fault in it
     */
    Contract read() {
        return new ContractReader(FhirContext::forCached).read(folder());
    }
}
