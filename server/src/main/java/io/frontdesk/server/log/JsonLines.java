package io.frontdesk.server.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each event of the log as one JSON object on one line: {@code time} (UTC), {@code level}, {@code logger},
 * {@code thread}, {@code message}, whatever the event names by key, and {@code stack} with as many frames as the text has.
 * What other libraries keep with a thread (MDC) is left out, as nobody knows what it is.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final byte[] NOTHING = {};

    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();

    @Override
    public void start() {
        stack.setOptionList(List.of("8"));
        stack.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        try {
            return (JSON.writeValueAsString(members(event)) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private Map<String, Object> members(ILoggingEvent event) {
        var members = new LinkedHashMap<String, Object>();
        members.put("time", TIME.format(event.getInstant()));
        members.put("level", event.getLevel().toString());
        members.put("logger", event.getLoggerName());
        members.put("thread", event.getThreadName());
        members.put("message", String.valueOf(event.getFormattedMessage()));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs()
                    .forEach(pair -> members.putIfAbsent(
                            pair.key, pair.value instanceof Number ? pair.value : String.valueOf(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            members.put("stack", stack.convert(event));
        }
        return members;
    }
}
