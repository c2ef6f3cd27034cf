package io.frontdesk.server.check;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.caller.Claims;
import io.frontdesk.contract.Contract;
import io.frontdesk.server.check.CheckStoppedException.Why;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conformance suite of a contract: what a server that keeps it answers, derived from the compiled contract, and sent to a
 * server, be it ours or another one. The contract's own guards say what is right, so that whatever the contract says is checked
 * with the rest. What the suite makes it takes away again, also when it is interrupted.
 */
public final class Suite {

    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final int CLEAN_UP_SECONDS = 60;

    private final Contract contract;
    private final String base;
    private final Map<String, String> others;
    private final Bench bench;
    private final Wire wire;
    private final Desk desk;
    private final Surroundings surroundings;
    private final Report report;

    /**
     * @param base the base URL of the server, without a slash at the end
     * @param tokens bearer tokens by what the user calls them; the first one may do everything that is checked
     * @param examples what new appointments are made of
     * @param agent who the server is told asks
     */
    public Suite(
            Contract contract,
            String base,
            Map<String, String> tokens,
            Examples examples,
            Limits limits,
            String agent,
            Clock clock) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String run = HexFormat.of().formatHex(random);
        this.contract = contract;
        this.base = base;
        this.others = new LinkedHashMap<>(tokens);
        String first = tokens.keySet().stream().findFirst().orElseThrow();
        others.remove(first);
        String token = tokens.getOrDefault(first, "");
        Oracle oracle = new Oracle(contract, TokenClaims.in(token).orElse(Claims.NONE));
        this.report = new Report(contract.name(), base);
        this.wire = new Wire(base, limits, agent);
        this.bench = new Bench(oracle, wire, report, token, tokens.values());
        this.surroundings = new Surroundings(bench, examples, run);
        this.desk = new Desk(bench, new Bodies(oracle, examples, run, clock), surroundings);
    }

    /**
     * Runs the suite and takes away what it has made.
     *
     * @param told is given the report, also when this process is told to end meanwhile
     * @return whether each check that applies was done and passed
     * @throws CheckStoppedException when there is no server at the address that the contract could be for
     */
    public boolean run(Consumer<Report> told) {
        CountDownLatch done = new CountDownLatch(1);
        Thread ending = ending(Thread.currentThread(), done);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            server();
            judged();
            told.accept(report);
            return report.passed();
        } finally {
            done.countDown();
            forget(ending);
        }
    }

    private void judged() {
        try {
            checks();
        } catch (CheckStoppedException stopped) {
            report.stopped(String.valueOf(stopped.getMessage()));
        } finally {
            cleanUp();
            report.sent(wire.sent());
        }
    }

    /** Whoever ends the process waits until what was made is taken away. */
    private static Thread ending(Thread running, CountDownLatch done) {
        return new Thread(
                () -> {
                    running.interrupt();
                    try {
                        if (!done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                            LOG.warn("The suite did not clean up within {} seconds", CLEAN_UP_SECONDS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "clean up");
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException ends) {
            LOG.debug("The process ends already", ends);
        }
    }

    /** A server of another FHIR version is not the contract's. */
    private void server() {
        Optional<Got> metadata = bench.quietly(bench.sent("GET", "metadata"));
        String version =
                metadata.map(got -> got.json().path("fhirVersion").asText()).orElse("");
        String wanted = contract.fhir().getVersion().getVersion() == FhirVersionEnum.R4 ? "4.0." : "3.0.";
        if (!version.isEmpty() && !version.startsWith(wanted)) {
            throw new CheckStoppedException(
                    Why.NO_SERVER, base + " speaks FHIR " + version + ", and the contract is for " + wanted + "x.");
        }
        if (version.isEmpty()) {
            bench.leave("metadata", "fhirVersion", "The server does not say which FHIR version it speaks.");
        }
    }

    private void checks() {
        new CreateChecks(bench, desk).run();
        Optional<Subject> subject = bench.subjects().stream()
                .filter(made -> !made.status().isEmpty())
                .findFirst();
        subject.ifPresent(this::checks);
        bench.shapes();
        if (subject.isEmpty()) {
            report.stopped("No appointment could be created. Give another one: --example.");
        }
    }

    private void checks(Subject subject) {
        VersionChecks versions = new VersionChecks(bench, desk);
        versions.reads(subject);
        new AccessChecks(bench, desk).run(subject, others);
        new SearchChecks(bench).run(subject);
        new UpdateChecks(bench, desk).run(subject);
        versions.run();
        new StatusWalk(bench, desk).run();
        new ConditionalChecks(bench, desk).run();
        new DeleteChecks(bench, desk).run();
        new OfferChecks(bench, desk).run(subject);
    }

    private void cleanUp() {
        wire.allow(Cleanup.most(
                bench.subjects().size(),
                bench.lost().size(),
                surroundings.made().size()));
        Cleanup cleanup = new Cleanup(bench, desk, report);
        try {
            cleanup.run(surroundings.made());
        } catch (CheckStoppedException stopped) {
            cleanup.remain(String.valueOf(stopped.getMessage()), surroundings.made());
        }
    }
}
