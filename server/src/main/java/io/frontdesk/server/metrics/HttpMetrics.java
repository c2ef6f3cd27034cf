package io.frontdesk.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures requests: {@code frontdesk_http_requests_seconds} by the class of their status ({@code 2xx}), from the first byte that
 * the server reads to the last that it writes, and {@code frontdesk_http_active}.
 */
public final class HttpMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    private static final int CLASSES = 6;
    private static final int HUNDRED = 100;

    private final Timer[] timers = new Timer[CLASSES];
    private final AtomicInteger active = new AtomicInteger();

    HttpMetrics(MeterRegistry registry) {
        for (int first = 0; first < CLASSES; first++) {
            timers[first] = Timer.builder("frontdesk.http.requests")
                    .description("Requests that were answered")
                    .tag("status", first == 0 ? "none" : first + "xx")
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }
        registry.gauge("frontdesk.http.active", active);
    }

    /** Notes that a request has begun. */
    public void begun() {
        active.incrementAndGet();
    }

    /**
     * Notes that a request is over.
     *
     * @param status the status of its answer, 0 when there was none
     */
    public void ended(int status, long nanos) {
        active.decrementAndGet();
        int first = status / HUNDRED;
        timers[first > 0 && first < CLASSES ? first : 0].record(nanos, TimeUnit.NANOSECONDS);
    }
}
