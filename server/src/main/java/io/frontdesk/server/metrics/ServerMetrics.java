package io.frontdesk.server.metrics;

import io.frontdesk.jpa.metrics.GuardMetrics;
import io.frontdesk.observe.DecisionListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** All that a server measures: the JVM, its HTTP, the pools of its stores and the guards of its contracts. */
public final class ServerMetrics implements AutoCloseable {

    /** The media type of {@link #scrape}: Prometheus text format 0.0.4. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final HttpMetrics http = new HttpMetrics(registry);

    /** Begins to measure. */
    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Returns what measures the guards of a contract. */
    public DecisionListener guards(String contract) {
        return new GuardMetrics(contract, registry);
    }

    /** Returns what measures requests and answers. */
    public HttpMetrics http() {
        return http;
    }

    /** Returns where pools of connections tell what they do. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Returns all as Prometheus reads it. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
