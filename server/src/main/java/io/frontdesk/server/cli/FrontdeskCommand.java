package io.frontdesk.server.cli;

import io.frontdesk.server.settings.ServerSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code frontdesk [serve] [OPTIONS]}: the words of the command line, before anybody judges them. */
@Command(
        name = "frontdesk",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "A FHIR server that holds every change of an Appointment to a contract.",
            "",
            "Without options it serves the contract 'core' from memory at",
            "http://127.0.0.1:8080/fhir and gives tokens to anybody on this machine.",
            ""
        },
        footer = {
            "",
            "Every option can be set as an environment variable, --db-user as FRONTDESK_DB_USER; several contracts are"
                    + " separated by commas. An option beats the environment, which beats the file.",
            "",
            "Exit codes: 0 stopped, 1 could not start or run, 2 wrong option, settings or contract.",
            "",
            "Examples:",
            "  frontdesk",
            "  frontdesk --contract core --contract ./my-contract --port 9000",
            "  frontdesk --contract ./my-contract --db jdbc:h2:file:./frontdesk",
            "  frontdesk --host 0.0.0.0 --issuer https://idp.example.org/realms/clinic",
            "  frontdesk --tls-certificate server.pem --tls-key server-key.pem --client-certificates clinic-ca.pem",
            "  FRONTDESK_DB_PASSWORD=... frontdesk --db jdbc:postgresql://db/frontdesk",
            "  frontdesk contract lint ./my-contract",
            "  frontdesk migrate --db jdbc:postgresql://db/frontdesk --dry-run"
        })
final class FrontdeskCommand implements Callable<Integer> {

    private final Map<Setting, List<String>> options = new EnumMap<>(Setting.class);

    @Mixin
    private final IdentityOptions identity = new IdentityOptions(options);

    @Mixin
    private final TlsOptions tls = new TlsOptions(options);

    private final Map<String, String> environment;
    private final ToIntFunction<ServerSettings> serve;
    private @Nullable String config;

    /**
     * @param environment the environment variables
     * @param serve serves until it is told to stop, and returns the exit code
     */
    FrontdeskCommand(Map<String, String> environment, ToIntFunction<ServerSettings> serve) {
        this.environment = Map.copyOf(environment);
        this.serve = serve;
    }

    @Option(
            order = 1,
            names = "--contract",
            paramLabel = "NAME|DIR",
            completionCandidates = BuiltInContracts.class,
            description =
                    "Contract to serve: a built-in one (${COMPLETION-CANDIDATES}) or a folder of your own. Give it again"
                            + " for more; the first is at /fhir, each at /fhir/<contract>. Default: core")
    void contract(List<String> names) {
        options.put(Setting.CONTRACT, new ArrayList<>(names));
    }

    @Option(order = 2, names = "--host", paramLabel = "HOST", description = "Address to listen on. Default: 127.0.0.1")
    void host(String host) {
        set(Setting.HOST, host);
    }

    @Option(order = 3, names = "--port", paramLabel = "PORT", description = "Port; 0 takes any free one. Default: 8080")
    void port(String port) {
        set(Setting.PORT, port);
    }

    @Option(
            order = 4,
            names = "--db",
            paramLabel = "URL",
            description = "JDBC URL of H2 or PostgreSQL, without credentials. Default: H2 in memory, gone when stopped")
    void database(String url) {
        set(Setting.DB, url);
    }

    @Option(order = 5, names = "--db-user", paramLabel = "USER", description = "Database user")
    void databaseUser(String user) {
        set(Setting.DB_USER, user);
    }

    @Option(
            order = 6,
            names = "--db-password",
            paramLabel = "PASSWORD",
            description = "Database password; better given as FRONTDESK_DB_PASSWORD, where nobody sees it")
    void databasePassword(String password) {
        set(Setting.DB_PASSWORD, password);
    }

    @Option(
            order = 6,
            names = "--db-connections",
            paramLabel = "N",
            description =
                    "Most connections that each contract opens to the database. Default: 10 and 5 for each core, at most 50")
    void databaseConnections(String number) {
        set(Setting.DB_CONNECTIONS, number);
    }

    @Option(
            order = 6,
            names = "--db-wait",
            paramLabel = "SECONDS",
            description = "How long a request waits for a connection before it is answered with 503. Default: 5")
    void databaseWait(String seconds) {
        set(Setting.DB_WAIT, seconds);
    }

    @Option(
            order = 6,
            names = "--db-timeout",
            paramLabel = "SECONDS",
            description = "How long one statement may take before its request is answered with 503. Default: 20")
    void databaseTimeout(String seconds) {
        set(Setting.DB_TIMEOUT, seconds);
    }

    @Option(
            order = 6,
            names = "--db-migrate",
            paramLabel = "auto|never",
            description =
                    "Whether the server changes the tables of an older release to its own, or does not start on them"
                            + " until 'frontdesk migrate' has. Default: auto")
    void databaseMigrate(String word) {
        set(Setting.DB_MIGRATE, word);
    }

    @Option(
            order = 6,
            names = "--contract-mismatch",
            paramLabel = "refuse|warn",
            description =
                    "What the server does when others serve the same store with another contract: it does not start,"
                            + " or warns and serves beside them. PostgreSQL only. Default: refuse")
    void contractMismatch(String word) {
        set(Setting.CONTRACT_MISMATCH, word);
    }

    @Option(
            order = 70,
            names = "--client-timeout",
            paramLabel = "SECONDS",
            description =
                    "How long a client may keep the server waiting, for a whole request and for reading the answer;"
                            + " a second more for every 4 KiB. Default: 30")
    void clientTimeout(String seconds) {
        set(Setting.CLIENT_TIMEOUT, seconds);
    }

    @Option(
            order = 71,
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description =
                    "Origin whose programs in browsers may use the server, such as https://app.example.org. Give it"
                            + " again for more. Default: none")
    void origin(List<String> origins) {
        options.put(Setting.CORS_ORIGIN, new ArrayList<>(origins));
    }

    @Option(
            order = 72,
            names = "--rate-limit",
            paramLabel = "N",
            description = "Requests that each caller, and all strangers of one address together, may send in a minute;"
                    + " more are answered with 429. Counted by this process alone. Default: any number")
    void rateLimit(String number) {
        set(Setting.RATE_LIMIT, number);
    }

    @Option(
            order = 98,
            names = "--log",
            paramLabel = "FORMAT",
            description = "How the log is written: text, or json, an object a line. Default: text")
    void log(String format) {
        set(Setting.LOG, format);
    }

    @Option(
            order = 73,
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "enforce, or shadow: the guards decide, log and count what they would refuse, and refuse nothing;"
                            + " only a token is still asked for. See /frontdesk/shadow. Default: enforce")
    void mode(String mode) {
        set(Setting.MODE, mode);
    }

    @Option(
            order = 74,
            names = "--shadow",
            paramLabel = "GUARD",
            description =
                    "Guard in shadow while all others refuse, such as status. Give it again for more, or separate them by"
                            + " commas. Default: none")
    void shadow(List<String> guards) {
        options.put(Setting.SHADOW, new ArrayList<>(guards));
    }

    @Option(
            order = 75,
            names = "--operations-port",
            paramLabel = "PORT",
            description =
                    "Port for /metrics, /health and /frontdesk/shadow, open to whoever reaches it; 0 takes any free one."
                            + " Default: none, and /metrics on the other port for this machine alone")
    void operationsPort(String port) {
        set(Setting.OPERATIONS_PORT, port);
    }

    @Option(
            order = 99,
            names = "--config",
            paramLabel = "FILE",
            description = "YAML or .properties file with the same settings by the same names (contract, db-user ...)")
    void config(String file) {
        config = file;
    }

    @Override
    public Integer call() {
        return serve.applyAsInt(SettingsReader.read(options, Optional.ofNullable(config), environment));
    }

    private void set(Setting setting, String value) {
        options.put(setting, List.of(value));
    }
}
