package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The options that say which database holds a server's store. */
final class DatabaseOptions {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    DatabaseOptions(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 4,
            names = "--db",
            paramLabel = "URL",
            description =
                    "JDBC URL of H2 or PostgreSQL that the server is started with, without credentials. Default: H2 in"
                            + " memory, gone when stopped")
    void database(String url) {
        given.set(Setting.DB, url);
    }

    @Option(
            order = 5,
            names = "--db-user",
            paramLabel = "USER",
            description = "Database user; the password is best given as FRONTDESK_DB_PASSWORD, where nobody sees it")
    void user(String user) {
        given.set(Setting.DB_USER, user);
    }
}
