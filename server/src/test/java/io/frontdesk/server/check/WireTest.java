package io.frontdesk.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Sent REQUEST = new Sent("POST", "Appointment", Map.of(), "{}", "");

    private final Thread sender = Thread.currentThread();
    private final AtomicInteger taken = new AtomicInteger();
    private HttpServer server;
    private Wire wire;

    /** Interrupts whoever sends a request before it is answered. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            taken.incrementAndGet();
            sender.interrupt();
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        wire = new Wire(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                new Limits(10, Duration.ZERO, Duration.ofSeconds(20)),
                "test");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        Thread.interrupted();
    }

    @Test
    void readsTheAnswerOfARequestThatIsOnItsWayWhenItIsStopped() {
        assertThat(wire.send(REQUEST)).map(Got::status).contains(201);

        assertThatThrownBy(() -> wire.send(REQUEST)).hasMessage("It was stopped.");
        assertThat(taken).hasValue(1);
    }

    @Test
    void goesOnWithWhatHasToBeDoneInAnyCase() {
        wire.send(REQUEST);
        wire.allow(1);

        assertThat(wire.send(REQUEST)).map(Got::status).contains(201);
    }
}
