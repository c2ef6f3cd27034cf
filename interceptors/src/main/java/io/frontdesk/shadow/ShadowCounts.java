package io.frontdesk.shadow;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.caller.SubjectLabel;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.decision.Refusal;
import io.frontdesk.observe.DecisionListener;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what guards in shadow would have refused, and writes a line about each. Names clients and rules, and nothing of what
 * is stored or sent.
 *
 * <p>Where there is a database, what was counted is added to a table every {@value #SECONDS} seconds, so that several nodes
 * make one report and a restart loses nothing older; else it is kept in memory for {@value #DAYS} days.
 */
public final class ShadowCounts implements DecisionListener, AutoCloseable {

    /** How many days a report goes back. */
    static final int DAYS = 31;

    private static final Logger LOG = LoggerFactory.getLogger(ShadowCounts.class);

    private static final int SECONDS = 10;
    private static final int MOST_CLIENTS = 200;
    private static final String OTHER = "other";
    private static final String NONE = "-";

    /** What is written into logs and tables as it was sent. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@-]{1,60}");

    private final String contract;
    private final Modes modes;
    private final Optional<ShadowTable> table;
    private final Clock clock;
    private final Instant since;
    private final Map<Row, Tally> rows = new ConcurrentHashMap<>();
    private final Set<String> clients = ConcurrentHashMap.newKeySet();
    private final Optional<ScheduledExecutorService> writing;

    /**
     * Counts from now on.
     *
     * @param contract the name of the contract
     * @param table where counts are kept, if not in memory
     */
    public ShadowCounts(String contract, Modes modes, Optional<ShadowTable> table, Clock clock) {
        this.contract = contract;
        this.modes = modes;
        this.table = table;
        this.clock = clock;
        this.since = clock.instant();
        this.writing = table.map(any -> Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "shadow counts of " + contract);
            thread.setDaemon(true);
            return thread;
        }));
        writing.ifPresent(thread -> thread.scheduleWithFixedDelay(this::write, SECONDS, SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void decided(
            Family family, Decision decision, boolean enforced, long nanos, @Nullable RequestDetails details) {
        if (details instanceof ServletRequestDetails && !Seen.any(details)) {
            Seen.of(details);
            Instant now = clock.instant();
            add(Row.all(day(now)), new Tally(1, 0, now, now));
        }
        if (!enforced) {
            decision.refusal().ifPresent(refusal -> count(family, refusal, details));
        }
    }

    private void count(Family family, Refusal refusal, @Nullable RequestDetails details) {
        boolean first = true;
        if (details != null) {
            Seen seen = Seen.of(details);
            first = seen.isFirst();
            if (!seen.counts(family, refusal.id())) {
                return;
            }
        }
        Optional<Request> request = Requests.of(details);
        String client = client(details);
        String interaction = request.map(known -> known.interaction().code()).orElse(NONE);
        LOG.info(
                "Shadow: {} would refuse {} of {}: {} {}",
                contract,
                refusal.id(),
                client,
                interaction,
                request.map(Request::type).orElse(""));
        Instant now = clock.instant();
        add(
                new Row(day(now), refusal.id(), family.id(), bounded(client), interaction),
                new Tally(1, first ? 1 : 0, now, now));
    }

    private void add(Row row, Tally tally) {
        rows.merge(row, tally, Tally::plus);
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Returns the name of a client: its id in the token, else a label of the subject. */
    private static String client(@Nullable RequestDetails details) {
        Caller caller = Callers.of(details);
        if (caller instanceof Caller.Authenticated known) {
            return known.claims()
                    .text("client_id")
                    .or(() -> known.claims().text("azp"))
                    .filter(id -> PLAIN.matcher(id).matches())
                    .orElseGet(() -> "subject " + SubjectLabel.of(known.subject()));
        }
        return caller instanceof Caller.Internal ? "server" : "anonymous";
    }

    private String bounded(String client) {
        if (clients.contains(client) || clients.size() < MOST_CLIENTS && clients.add(client)) {
            return client;
        }
        return OTHER;
    }

    /** Adds what was counted to the table; what cannot be written is kept for the next time. */
    private synchronized void write() {
        table.ifPresent(kept -> {
            Map<Row, Tally> counted = new HashMap<>();
            for (Row row : rows.keySet()) {
                Tally tally = rows.remove(row);
                if (tally != null) {
                    counted.put(row, tally);
                }
            }
            try {
                kept.add(counted);
            } catch (RuntimeException e) {
                LOG.warn("The counts of the shadow mode cannot be written yet: {}", e.toString());
                counted.forEach(this::add);
            }
        });
    }

    /** Returns what was counted, by all nodes where they share a table. */
    public ShadowReport report() {
        LocalDate from = day(clock.instant()).minusDays(DAYS - 1L);
        write();
        rows.keySet().removeIf(row -> row.day().isBefore(from));
        table.ifPresent(kept -> kept.forget(from));
        Map<Row, Tally> all = new HashMap<>(table.map(kept -> kept.from(from)).orElseGet(Map::of));
        rows.forEach((row, tally) -> all.merge(row, tally, Tally::plus));
        return new ShadowReport(contract, modes, table.isPresent(), since, all);
    }

    /** Writes what is left. */
    @Override
    public void close() {
        writing.ifPresent(ScheduledExecutorService::shutdownNow);
        write();
    }
}
