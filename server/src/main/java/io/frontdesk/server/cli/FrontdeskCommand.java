package io.frontdesk.server.cli;

import io.frontdesk.server.settings.ServerSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
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

    private final CommandLineSettings given = new CommandLineSettings();

    @Mixin
    private final ServedContractsOption contracts = new ServedContractsOption(given);

    @Mixin
    private final AddressOptions address = new AddressOptions(given);

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions(given);

    @Mixin
    private final StoreOptions store = new StoreOptions(given);

    @Mixin
    private final IdentityOptions identity = new IdentityOptions(given);

    @Mixin
    private final TlsOptions tls = new TlsOptions(given);

    @Mixin
    private final ConfigOption config = new ConfigOption(given);

    private final Map<String, String> environment;
    private final ToIntFunction<ServerSettings> serve;

    /**
     * @param environment the environment variables
     * @param serve serves until it is told to stop, and returns the exit code
     */
    FrontdeskCommand(Map<String, String> environment, ToIntFunction<ServerSettings> serve) {
        this.environment = Map.copyOf(environment);
        this.serve = serve;
    }

    @Option(
            order = 70,
            names = "--client-timeout",
            paramLabel = "SECONDS",
            description =
                    "How long a client may keep the server waiting, for a whole request and for reading the answer;"
                            + " a second more for every 4 KiB. Default: 30")
    void clientTimeout(String seconds) {
        given.set(Setting.CLIENT_TIMEOUT, seconds);
    }

    @Option(
            order = 71,
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description =
                    "Origin whose programs in browsers may use the server, such as https://app.example.org. Give it"
                            + " again for more. Default: none")
    void origin(List<String> origins) {
        given.set(Setting.CORS_ORIGIN, origins);
    }

    @Option(
            order = 72,
            names = "--rate-limit",
            paramLabel = "N",
            description = "Requests that each caller, and all strangers of one address together, may send in a minute;"
                    + " more are answered with 429. Counted by this process alone. Default: any number")
    void rateLimit(String number) {
        given.set(Setting.RATE_LIMIT, number);
    }

    @Option(
            order = 98,
            names = "--log",
            paramLabel = "FORMAT",
            description = "How the log is written: text, or json, an object a line. Default: text")
    void log(String format) {
        given.set(Setting.LOG, format);
    }

    @Option(
            order = 73,
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "enforce, or shadow: the guards decide, log and count what they would refuse, and refuse nothing;"
                            + " only a token is still asked for. See /frontdesk/shadow. Default: enforce")
    void mode(String mode) {
        given.set(Setting.MODE, mode);
    }

    @Option(
            order = 74,
            names = "--shadow",
            paramLabel = "GUARD",
            description =
                    "Guard in shadow while all others refuse, such as status. Give it again for more, or separate them by"
                            + " commas. Default: none")
    void shadow(List<String> guards) {
        given.set(Setting.SHADOW, guards);
    }

    @Option(
            order = 75,
            names = "--operations-port",
            paramLabel = "PORT",
            description =
                    "Port for /metrics, /health and /frontdesk/shadow, open to whoever reaches it; 0 takes any free one."
                            + " Default: none, and /metrics on the other port for this machine alone")
    void operationsPort(String port) {
        given.set(Setting.OPERATIONS_PORT, port);
    }

    @Override
    public Integer call() {
        return serve.applyAsInt(given.read(environment));
    }
}
