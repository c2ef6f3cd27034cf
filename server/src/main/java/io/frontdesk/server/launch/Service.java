package io.frontdesk.server.launch;

import io.frontdesk.server.log.ConsoleLog;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.ServerSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves until the process is told to stop (SIGTERM, SIGINT), and stops in order. */
public final class Service implements ToIntFunction<ServerSettings> {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Launcher launcher;
    private final PrintWriter out;

    /**
     * @param launcher starts the server
     * @param out where the server says that it is up
     */
    public Service(Launcher launcher, PrintWriter out) {
        this.launcher = launcher;
        this.out = out;
    }

    @Override
    public int applyAsInt(ServerSettings settings) {
        ConsoleLog.use(settings.log());
        var launched = launcher.launch(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launched), "stop"));
        var now = Instant.now();
        var up = Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
        if (settings.log() == LogFormat.JSON) {
            LOG.info(String.join("; ", Banner.facts(settings, launched, up)));
        } else {
            Banner.lines(settings, launched, up).forEach(out::println);
            out.flush();
        }
        try {
            launched.server().join();
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A process ended by a signal exits with 128 and more whatever its hooks do; an orderly stop is a success. */
    private static void stop(Launched launched) {
        LOG.info("Stopping: running requests have 30 seconds to finish");
        launched.close();
        LOG.info("Stopped");
        Runtime.getRuntime().halt(0);
    }
}
