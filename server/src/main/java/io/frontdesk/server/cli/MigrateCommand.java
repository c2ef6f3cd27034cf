package io.frontdesk.server.cli;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.StoreMigration;
import io.frontdesk.server.settings.ServerSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Takes the settings of the server, by the same names, from its environment and its --config FILE too. The"
                    + " database user must be allowed to change tables. Safe to run beside other nodes and again.",
            "",
            "Exit codes: 0 the tables are those of this release (with --dry-run: said what is to be done), 1 they could not be"
                    + " changed, 2 wrong option, settings or contract."
        })
final class MigrateCommand implements Callable<Integer> {

    private final CommandLineSettings given = new CommandLineSettings();

    @Mixin
    private final ServedContractsOption contracts = new ServedContractsOption(given);

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions(given);

    @Mixin
    private final ConfigOption config = new ConfigOption(given);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(order = 6, names = "--dry-run", description = "Say what would be done, and do nothing")
    private boolean look;

    /** @param environment the environment variables */
    MigrateCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        ServerSettings settings = given.read(environment);
        if (settings.database().inMemory()) {
            throw new BadSettingException(
                    "A database in memory begins empty at each start.",
                    "Name with --db the database that the server is started with.");
        }
        StoreMigration migration = new StoreMigration(settings.database());
        List<Contract> contracts = settings.contracts().stream()
                .map(ContractArgument::new)
                .map(ContractArgument::read)
                .toList();
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
