package io.frontdesk.shadow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What guards in shadow would have refused, for people and for programs.
 *
 * @param contract the name of the contract
 * @param modes which guards are in shadow
 * @param shared whether the counts are those of all nodes, from a table; else those of this process since its start
 * @param since when this process began to count
 * @param counted what was counted
 */
public record ShadowReport(String contract, Modes modes, boolean shared, Instant since, Map<Row, Tally> counted) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By day, the most frequent first. */
    private static final Comparator<Map.Entry<Row, Tally>> ORDER =
            Comparator.<Map.Entry<Row, Tally>, java.time.LocalDate>comparing(
                            entry -> entry.getKey().day())
                    .thenComparing(entry -> -entry.getValue().requests())
                    .thenComparing(entry -> entry.getKey().toString());

    /** Copies the map. */
    public ShadowReport {
        counted = Map.copyOf(counted);
    }

    /** Returns the report as JSON. */
    public ObjectNode json() {
        ObjectNode report = JSON.createObjectNode();
        report.put("contract", contract);
        report.put("mode", modes.whole() ? "shadow" : "enforce");
        ArrayNode guards = report.putArray("shadowed");
        modes.shadowed().stream().map(Family::id).sorted().forEach(guards::add);
        report.put("counts", shared ? "of all nodes" : "of this process");
        report.put("since", since.toString());
        ObjectNode all = report.putObject("requests");
        new TreeMap<>(byDay()).forEach(all::put);
        ArrayNode refusals = report.putArray("refusals");
        for (Map.Entry<Row, Tally> one : refused()) {
            ObjectNode line = refusals.addObject();
            line.put("day", one.getKey().day().toString());
            line.put("rule", one.getKey().rule());
            line.put("guard", one.getKey().family());
            line.put("client", one.getKey().client());
            line.put("interaction", one.getKey().interaction());
            line.put("requests", one.getValue().requests());
            line.put("told", one.getValue().told());
            line.put("first", one.getValue().first().toString());
            line.put("last", one.getValue().last().toString());
        }
        return report;
    }

    /** Returns the report as a table. */
    public String text() {
        StringBuilder text = new StringBuilder(contract + ", "
                + (modes.whole() ? "all guards" : json().get("shadowed").toString()) + " in shadow, counts "
                + (shared ? "of all nodes" : "of this process since " + since) + "\n");
        new TreeMap<>(byDay())
                .forEach((day, requests) ->
                        text.append(day).append("  ").append(requests).append(" requests in all\n"));
        for (Map.Entry<Row, Tally> one : refused()) {
            Row row = one.getKey();
            text.append(String.format(
                    "%s  %6d  %-24s %-20s %-24s %s%n",
                    row.day(),
                    one.getValue().requests(),
                    row.rule(),
                    row.interaction(),
                    row.client(),
                    one.getValue().last()));
        }
        return text.toString();
    }

    private Map<String, Long> byDay() {
        Map<String, Long> days = new TreeMap<>();
        counted.forEach((row, tally) -> {
            if (row.ofAll()) {
                days.put(row.day().toString(), tally.requests());
            }
        });
        return days;
    }

    private List<Map.Entry<Row, Tally>> refused() {
        return counted.entrySet().stream()
                .filter(entry -> !entry.getKey().ofAll())
                .sorted(ORDER)
                .toList();
    }
}
