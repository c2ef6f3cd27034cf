package io.frontdesk.dropin;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a logger is told from now on. */
final class ToldLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private ToldLines(Logger logger) {
        this.logger = logger;
    }

    static ToldLines of(String name) {
        var told = new ToldLines((Logger) LoggerFactory.getLogger(name));
        told.appender.start();
        told.logger.addAppender(told.appender);
        return told;
    }

    List<String> lines() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
