package io.frontdesk.jpa.metrics;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.observe.DecisionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures the guards of one contract: {@code frontdesk_decisions_seconds} by guard and outcome, {@code
 * frontdesk_refusals_total} by guard and rule. Labels are names out of contracts and code, so there is a fixed number of them.
 */
public final class GuardMetrics implements DecisionListener {

    private enum Outcome {
        PERMIT,
        WARN,
        REFUSE,
        SHADOW;

        static Outcome of(Decision decision, boolean enforced) {
            if (decision instanceof Decision.Refuse) {
                return enforced ? REFUSE : SHADOW;
            }
            return decision.warnings().isEmpty() ? PERMIT : WARN;
        }
    }

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(10_000),
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final String contract;
    private final MeterRegistry registry;
    private final Timer[] timers = new Timer[Family.values().length * OUTCOMES.length];
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();

    /** Begins to measure the guards of a contract. */
    public GuardMetrics(String contract, MeterRegistry registry) {
        this.contract = contract;
        this.registry = registry;
        for (Family family : Family.values()) {
            for (Outcome outcome : OUTCOMES) {
                timers[place(family, outcome)] = timer(family, outcome);
            }
        }
    }

    private static int place(Family family, Outcome outcome) {
        return family.ordinal() * OUTCOMES.length + outcome.ordinal();
    }

    private Timer timer(Family family, Outcome outcome) {
        return Timer.builder("frontdesk.decisions")
                .description("Decisions of guards, and how long they took")
                .tag("contract", contract)
                .tag("guard", family.id())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void decided(
            Family family, Decision decision, boolean enforced, long nanos, @Nullable RequestDetails details) {
        timers[place(family, Outcome.of(decision, enforced))].record(nanos, TimeUnit.NANOSECONDS);
        if (decision instanceof Decision.Refuse refuse) {
            String rule = refuse.why().id();
            refusals.computeIfAbsent(family.id() + " " + rule + " " + enforced, any -> counter(family, rule, enforced))
                    .increment();
        }
    }

    private Counter counter(Family family, String rule, boolean enforced) {
        return Counter.builder("frontdesk.refusals")
                .description("Refusals by rule")
                .tag("contract", contract)
                .tag("guard", family.id())
                .tag("rule", rule)
                .tag("mode", enforced ? "enforce" : "shadow")
                .register(registry);
    }
}
