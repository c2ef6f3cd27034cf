package io.frontdesk.server.cli;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.StoreUnavailableException;
import io.frontdesk.server.StoredHistory;
import io.frontdesk.server.replay.Replay;
import io.frontdesk.server.settings.DatabaseSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Of the server's settings those about the database count, from its environment too. A database user who"
                    + " may only read is enough.",
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
    private final CommandLineSettings given = new CommandLineSettings();
    private @Nullable String storedAs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final JudgingContractOption judge = new JudgingContractOption();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions(given);

    /** @param environment the environment variables, of which those about the database count */
    ContractReplayCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Option(
            order = 6,
            names = "--stored-as",
            paramLabel = "NAME",
            description = "Name of the contract that the history was stored under. Default: the name of the contract")
    void storedAs(String name) {
        storedAs = name;
    }

    @Override
    public Integer call() {
        Contract contract = judge.contract().read();
        DatabaseSettings settings = given.read(environment).database();
        String store = Optional.ofNullable(storedAs).orElse(contract.name());
        if (!store.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new BadSettingException(
                    "'" + store + "' (--stored-as) is no name of a contract.",
                    "Give the name that its contract.yaml says.");
        }
        try (StoredHistory history =
                StoredHistory.open(settings, store, contract.fhir().getVersion().getVersion(), Contract.APPOINTMENT)) {
            return new Replay(contract, spec.commandLine().getOut()).run(history) ? 0 : 1;
        } catch (StoreUnavailableException unusable) {
            throw new BadSettingException(
                    unusable.getMessage() + ".",
                    "Give with --db what the server is started with, and with --stored-as the name of its contract. An H2"
                            + " file is read while no server uses it.");
        }
    }
}
