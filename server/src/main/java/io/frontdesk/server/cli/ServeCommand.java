package io.frontdesk.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code frontdesk serve}: says aloud what {@code frontdesk} does anyway. Takes the same options. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = "Serve FHIR; the default.")
final class ServeCommand implements Callable<Integer> {

    private final FrontdeskCommand frontdesk;

    private ServeCommand(FrontdeskCommand frontdesk) {
        this.frontdesk = frontdesk;
    }

    /** Returns the command with every option and the last lines of help of the one whose word may be left out. */
    static CommandLine of(CommandSpec frontdesk) {
        var serve = new CommandLine(new ServeCommand((FrontdeskCommand) frontdesk.userObject()));
        var own = serve.getCommandSpec();
        frontdesk.options().stream()
                .filter(option -> own.findOption(option.longestName()) == null)
                .forEach(option -> own.addOption(OptionSpec.builder(option).build()));
        own.usageMessage().footer(frontdesk.usageMessage().footer());
        return serve;
    }

    @Override
    public Integer call() {
        return frontdesk.call();
    }
}
