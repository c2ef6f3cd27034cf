package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The options that say how a server that serves uses its database. */
final class StoreOptions {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    StoreOptions(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 6,
            names = "--db-password",
            paramLabel = "PASSWORD",
            description = "Database password; better given as FRONTDESK_DB_PASSWORD, where nobody sees it")
    void password(String password) {
        given.set(Setting.DB_PASSWORD, password);
    }

    @Option(
            order = 7,
            names = "--db-connections",
            paramLabel = "N",
            description =
                    "Most connections that each contract opens to the database. Default: 10 and 5 for each core, at most 50")
    void connections(String number) {
        given.set(Setting.DB_CONNECTIONS, number);
    }

    @Option(
            order = 8,
            names = "--db-wait",
            paramLabel = "SECONDS",
            description = "How long a request waits for a connection before it is answered with 503. Default: 5")
    void patience(String seconds) {
        given.set(Setting.DB_WAIT, seconds);
    }

    @Option(
            order = 9,
            names = "--db-timeout",
            paramLabel = "SECONDS",
            description = "How long one statement may take before its request is answered with 503. Default: 20")
    void limit(String seconds) {
        given.set(Setting.DB_TIMEOUT, seconds);
    }

    @Option(
            order = 10,
            names = "--db-migrate",
            paramLabel = "auto|never",
            description =
                    "Whether the server changes the tables of an older release to its own, or does not start on them"
                            + " until 'frontdesk migrate' has. Default: auto")
    void migrate(String word) {
        given.set(Setting.DB_MIGRATE, word);
    }

    @Option(
            order = 11,
            names = "--contract-mismatch",
            paramLabel = "refuse|warn",
            description =
                    "What the server does when others serve the same store with another contract: it does not start,"
                            + " or warns and serves beside them. PostgreSQL only. Default: refuse")
    void contractMismatch(String word) {
        given.set(Setting.CONTRACT_MISMATCH, word);
    }
}
