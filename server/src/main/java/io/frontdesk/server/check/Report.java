package io.frontdesk.server.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.check.Finding.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the suite has found, for people and for programs. Holds neither tokens nor bodies. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String contract;
    private final String base;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> remains = new ArrayList<>();
    private String stopped = "";
    private int requests;

    Report(String contract, String base) {
        this.contract = contract;
        this.base = base;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    /** Notes what the suite has made and could not take away again. */
    void remains(String what) {
        remains.add(what);
    }

    void stopped(String why) {
        stopped = why;
    }

    void sent(int number) {
        requests = number;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Returns whether each check that applies was done and passed. */
    public boolean passed() {
        return count(Outcome.FAILED) == 0 && stopped.isEmpty();
    }

    private long count(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    /** Prints a line a check, with what was expected and got where it failed, and the numbers at the end. */
    public void print(PrintWriter out) {
        for (Finding finding : findings) {
            out.println(String.format(
                    Locale.ROOT, "%-6s  %s  [%s]", finding.outcome().word(), finding.check(), finding.key()));
            if (!finding.sent().isEmpty()) {
                out.println(
                        "        " + finding.sent() + "  expected " + finding.expected() + ", got " + finding.got());
            }
            if (!finding.reason().isEmpty()) {
                out.println("        " + finding.reason());
            }
        }
        out.println();
        remains.forEach(what -> out.println("Remains: " + what));
        if (!stopped.isEmpty()) {
            out.println("Stopped: " + stopped);
        }
        out.println(contract + " at " + base + ": " + count(Outcome.PASSED) + " passed, " + count(Outcome.FAILED)
                + " failed, " + count(Outcome.NOT_APPLICABLE) + " not applicable; " + requests + " requests.");
        out.flush();
    }

    /** Prints the same as JSON. */
    public void printJson(PrintWriter out) {
        ObjectNode all = JSON.createObjectNode()
                .put("contract", contract)
                .put("url", base)
                .put("requests", requests)
                .put("passed", count(Outcome.PASSED))
                .put("failed", count(Outcome.FAILED))
                .put("notApplicable", count(Outcome.NOT_APPLICABLE));
        ArrayNode checks = all.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("check", finding.check())
                    .put("key", finding.key())
                    .put(
                            "outcome",
                            finding.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("sent", finding.sent())
                    .put("expected", finding.expected())
                    .put("got", finding.got())
                    .put("reason", finding.reason());
        }
        remains.forEach(all.putArray("remains")::add);
        if (!stopped.isEmpty()) {
            all.put("stopped", stopped);
        }
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }
}
