package io.frontdesk.jpa.boot;

import io.frontdesk.jpa.HostObserver;
import io.frontdesk.jpa.metrics.GuardMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Measures the guards in the host's own registry of meters, where there is one, or one that comes before others. */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
public class FrontdeskMetricsAutoConfiguration {

    /** Asks for the registry only when all beans are there, so that it does not matter who makes it. */
    @Bean
    static HostObserver frontdeskMetrics(ObjectProvider<MeterRegistry> registries) {
        return contract ->
                Optional.ofNullable(registries.getIfUnique()).map(registry -> new GuardMetrics(contract, registry));
    }
}
