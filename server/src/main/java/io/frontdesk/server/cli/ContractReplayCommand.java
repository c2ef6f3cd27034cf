package io.frontdesk.server.cli;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.StoreUnavailableException;
import io.frontdesk.server.StoredHistory;
import io.frontdesk.server.replay.Replay;
import io.frontdesk.server.settings.DatabaseSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract replay}: which writes of the past a contract would have refused. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = "List which writes in the history of a database a contract would have refused. Changes nothing.",
        footer = {
            "",
            "Exit codes: 0 none, 1 some, or some that cannot be judged, 2 wrong option, database or contract.",
            "",
            "Examples:",
            "  frontdesk contract replay --contract ./my-contract --db jdbc:h2:file:./frontdesk",
            "  FRONTDESK_DB_PASSWORD=... frontdesk contract replay --contract ./stricter --stored-as core \\",
            "    --db jdbc:postgresql://db/frontdesk --db-user reader"
        })
final class ContractReplayCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
    private @Nullable String storedAs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            order = 1,
            required = true,
            names = "--contract",
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description = "The contract that judges: a built-in one (${COMPLETION-CANDIDATES}) or a folder")
    private String contract = "";

    /** @param environment the environment variables, of which those about the database count */
    ContractReplayCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Option(
            order = 2,
            names = "--db",
            paramLabel = "URL",
            description = "JDBC URL that the server is started with, without credentials; or FRONTDESK_DB")
    void database(String url) {
        options.put(Setting.DB, List.of(url));
    }

    @Option(
            order = 3,
            names = "--db-user",
            paramLabel = "USER",
            description = "Database user, for whom reading is enough. The password is read from FRONTDESK_DB_PASSWORD")
    void user(String user) {
        options.put(Setting.DB_USER, List.of(user));
    }

    @Option(
            order = 4,
            names = "--stored-as",
            paramLabel = "NAME",
            description = "Name of the contract that the history was stored under. Default: the name of the contract")
    void storedAs(String name) {
        storedAs = name;
    }

    @Override
    public Integer call() {
        Contract judge = ContractArgument.read(contract);
        DatabaseSettings database =
                SettingsReader.read(options, Optional.empty(), environment).database();
        String store = Optional.ofNullable(storedAs).orElse(judge.name());
        if (!store.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new BadSettingException(
                    "'" + store + "' (--stored-as) is no name of a contract.",
                    "Give the name that its contract.yaml says.");
        }
        try (StoredHistory history =
                StoredHistory.open(database, store, judge.fhir().getVersion().getVersion(), Contract.APPOINTMENT)) {
            return new Replay(judge, spec.commandLine().getOut()).run(history) ? 0 : 1;
        } catch (StoreUnavailableException unusable) {
            throw new BadSettingException(
                    unusable.getMessage() + ".",
                    "Give with --db what the server is started with, and with --stored-as the name of its contract. An H2"
                            + " file is read while no server uses it.");
        }
    }
}
