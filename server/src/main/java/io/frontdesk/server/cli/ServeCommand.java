package io.frontdesk.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code frontdesk serve}: says aloud what {@code frontdesk} does anyway. Takes the same options. */
@Command(name = "serve", description = "Serve FHIR; the default.")
final class ServeCommand implements Callable<Integer> {

    private final FrontdeskCommand frontdesk;

    ServeCommand(FrontdeskCommand frontdesk) {
        this.frontdesk = frontdesk;
    }

    @Override
    public Integer call() {
        return frontdesk.call();
    }
}
