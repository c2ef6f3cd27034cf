package io.frontdesk.server.cli;

import io.frontdesk.server.launch.HealthProbe;
import io.frontdesk.server.settings.TlsSettings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code frontdesk health}: asks the server that runs beside it with the same settings how it is. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Ask a running server on this machine whether it is ready. For containers, which have no curl.",
        footer = {
            "",
            "Where it listens is read from the same environment and file as the server's own settings.",
            "",
            "Exit codes: 0 ready, 1 not ready or not there, 2 wrong option or settings.",
            "",
            "Examples:",
            "  frontdesk health",
            "  frontdesk health --live --port 9000"
        })
final class HealthCommand implements Callable<Integer> {

    private final CommandLineSettings given = new CommandLineSettings();

    @Mixin
    private final AddressOptions address = new AddressOptions(given);

    @Mixin
    private final ConfigOption config = new ConfigOption(given);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            order = 1,
            names = "--live",
            description = "Ask only whether the process answers, not whether its stores do")
    private boolean live;

    /** Takes the environment variables. */
    HealthCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        var place = given.address(environment);
        if (place.tls()
                .flatMap(TlsSettings::clients)
                .filter(TlsSettings.ClientCertificates::required)
                .isPresent()) {
            throw new BadSettingException(
                    "The server takes no connection without a client certificate (client-certificates-mode).",
                    "Ask with one: curl --cert ... https://.../health/ready; or see whether the port is open.");
        }
        var answer = new HealthProbe(place.tls().isPresent(), place.host(), place.port()).ask(live ? "live" : "ready");
        (answer.up() ? spec.commandLine().getOut() : spec.commandLine().getErr()).println(answer.said());
        return answer.up() ? 0 : 1;
    }
}
