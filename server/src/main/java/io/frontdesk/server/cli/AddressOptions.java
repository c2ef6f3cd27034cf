package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The options that say where a server listens. */
final class AddressOptions {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    AddressOptions(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 2,
            names = "--host",
            paramLabel = "HOST",
            description = "Address that the server listens on. Default: 127.0.0.1")
    void host(String host) {
        given.set(Setting.HOST, host);
    }

    @Option(
            order = 3,
            names = "--port",
            paramLabel = "PORT",
            description = "Port that it listens on; 0 lets it take any free one. Default: 8080")
    void port(String port) {
        given.set(Setting.PORT, port);
    }
}
