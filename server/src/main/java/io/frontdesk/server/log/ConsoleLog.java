package io.frontdesk.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.frontdesk.server.settings.LogFormat;
import org.slf4j.LoggerFactory;

/** The log on the console, as {@code logback.xml} sets it up. */
public final class ConsoleLog {

    private static final String APPENDER = "console";

    private ConsoleLog() {}

    /** Writes from now on in the format. An operator's own configuration without the appender stays as it is. */
    public static void use(LogFormat format) {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (format == LogFormat.JSON
                && root.getAppender(APPENDER) instanceof OutputStreamAppender<ILoggingEvent> appender) {
            var lines = new JsonLines();
            lines.setContext(root.getLoggerContext());
            lines.start();
            appender.setEncoder(lines);
        }
    }
}
