package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The option that names the file of a server's settings. */
final class ConfigOption {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    ConfigOption(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 99,
            names = "--config",
            paramLabel = "FILE",
            description =
                    "YAML or .properties file with the server's settings by the same names (contract, db-user ...)")
    void config(String file) {
        given.config(file);
    }
}
