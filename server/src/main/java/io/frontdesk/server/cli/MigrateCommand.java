package io.frontdesk.server.cli;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.StoreMigration;
import io.frontdesk.server.settings.ServerSettings;
import java.util.ArrayList;
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

/** {@code frontdesk migrate}: brings the tables of a database to what this release needs, and serves nothing. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Make the tables of a database what this release needs, HAPI's and Frontdesk's, and serve nothing.",
        footer = {
            "",
            "Takes the settings of the server, by the same names, from its environment and its --config FILE too. Safe to run"
                    + " beside other nodes and again.",
            "",
            "Exit codes: 0 the tables are those of this release (with --dry-run: said what is to be done), 1 they could not be"
                    + " changed, 2 wrong option, settings or contract."
        })
final class MigrateCommand implements Callable<Integer> {

    private final Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
    private final Map<String, String> environment;
    private @Nullable String config;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(order = 5, names = "--dry-run", description = "Say what would be done, and do nothing")
    private boolean look;

    /** @param environment the environment variables */
    MigrateCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Option(
            order = 1,
            names = "--contract",
            paramLabel = ContractArgument.LABEL,
            completionCandidates = BuiltInContracts.class,
            description =
                    "Contract that is served: a built-in one (${COMPLETION-CANDIDATES}) or a folder. Give it again for"
                            + " more. Default: core")
    void contract(List<String> names) {
        options.put(Setting.CONTRACT, new ArrayList<>(names));
    }

    @Option(
            order = 2,
            names = "--db",
            paramLabel = "URL",
            description = "JDBC URL that the server is started with, without credentials")
    void database(String url) {
        options.put(Setting.DB, List.of(url));
    }

    @Option(
            order = 3,
            names = "--db-user",
            paramLabel = "USER",
            description = "Database user, who may change tables. The password is read from FRONTDESK_DB_PASSWORD")
    void user(String user) {
        options.put(Setting.DB_USER, List.of(user));
    }

    @Option(order = 4, names = "--config", paramLabel = "FILE", description = "The file of the server's settings")
    void config(String file) {
        config = file;
    }

    @Override
    public Integer call() {
        ServerSettings settings = SettingsReader.read(options, Optional.ofNullable(config), environment);
        if (settings.database().inMemory()) {
            throw new BadSettingException(
                    "A database in memory begins empty at each start.",
                    "Name with --db the database that the server is started with.");
        }
        StoreMigration migration = new StoreMigration(settings.database());
        List<Contract> contracts =
                settings.contracts().stream().map(ContractArgument::read).toList();
        for (Contract contract : contracts) {
            say(contract.name(), migration.migrate(contract, look));
        }
        return 0;
    }

    private void say(String store, List<String> lines) {
        var out = spec.commandLine().getOut();
        if (lines.isEmpty()) {
            out.println(store + ": up to date");
        }
        lines.forEach(line -> out.println(store + ": " + (look ? "to do, " : "done, ") + line));
        out.flush();
    }
}
