package io.frontdesk.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.server.settings.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JsonLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Logger log = context.getLogger("io.frontdesk.some");

    @BeforeEach
    void writeToMemory() {
        context.setMDCAdapter(MDC.getMDCAdapter());
        var lines = new JsonLines();
        lines.setContext(context);
        lines.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(lines);
        appender.setOutputStream(written);
        appender.start();
        log.addAppender(appender);
    }

    @Test
    void saysWhenWhoAndWhat() throws IOException {
        log.info("Entered {} of {}", 3, "four");

        var line = line();
        assertThat(line.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly("time", "level", "logger", "thread", "message");
        assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(line.path("time").asText())).isNotNull();
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("io.frontdesk.some");
        assertThat(line.path("message").asText()).isEqualTo("Entered 3 of four");
    }

    @Test
    void makesMembersOfWhatIsNamedByKeyAndLetsNoneTakeAnothersPlace() throws IOException {
        log.atWarn()
                .addKeyValue("request", "abc")
                .addKeyValue("status", 412)
                .addKeyValue("level", "FAKE")
                .log("done");

        var line = line();
        assertThat(line.path("request").asText()).isEqualTo("abc");
        assertThat(line.path("status").asInt()).isEqualTo(412);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
    }

    @Test
    void keepsAnEventWithItsStackOnOneLine() throws IOException {
        log.error("first\nsecond \u2028 \"third\"", new IllegalStateException("broken", new IOException("deeper")));

        var line = line();
        assertThat(line.path("message").asText()).isEqualTo("first\nsecond \u2028 \"third\"");
        assertThat(line.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: broken")
                .contains("\tat io.frontdesk.server.log.JsonLinesTest", "Caused by: java.io.IOException: deeper");
    }

    @Test
    void leavesOutWhatOthersKeepWithTheThread() throws IOException {
        try (var kept = MDC.putCloseable("patient", "Hansen")) {
            assertThat(kept).isNotNull();
            log.info("done");
        }

        assertThat(line().toString()).doesNotContain("Hansen");
    }

    @Test
    void takesTheConsoleWhenAskedAndNotOtherwise() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var console = (OutputStreamAppender<ILoggingEvent>) root.getAppender("console");
        var before = console.getEncoder();
        try {
            ConsoleLog.use(LogFormat.TEXT);
            assertThat(console.getEncoder()).isSameAs(before);

            ConsoleLog.use(LogFormat.JSON);
            assertThat(console.getEncoder()).isInstanceOf(JsonLines.class);
        } finally {
            console.setEncoder(before);
        }
    }

    private JsonNode line() throws IOException {
        var text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        return JSON.readTree(text);
    }
}
