package io.frontdesk.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.frontdesk.request.PatchOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes patches of the rows of a table: each row with each of its codes, with the company that it needs. */
final class PatchSamples {

    private static final String STATUS = "/status";

    private final PatchTable table;
    private final List<List<String>> together;

    PatchSamples(PatchTable table, List<List<String>> together) {
        this.table = table;
        this.together = together;
    }

    /** Returns patches for one row, one for each value and each company; none when no value is known that fits. */
    List<PatchSample> of(ListedOperation row) {
        List<PatchSample> samples = new ArrayList<>();
        for (String op : row.ops()) {
            for (PatchOperation operation : operations(row, op)) {
                if (row.needs().isEmpty()) {
                    completed(row, List.of(operation)).ifPresent(samples::add);
                }
                for (List<Companion> company : row.needs()) {
                    with(row, operation, company).ifPresent(samples::add);
                }
            }
        }
        return samples;
    }

    private Optional<PatchSample> with(ListedOperation row, PatchOperation operation, List<Companion> company) {
        List<PatchOperation> all = new ArrayList<>(List.of(operation));
        for (Companion one : company) {
            Optional<PatchOperation> found = companion(one);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            all.add(found.get());
        }
        return completed(row, all);
    }

    private Optional<PatchOperation> companion(Companion one) {
        return table.rows().stream()
                .filter(row -> row.ops().contains(one.op()) && row.path().equals(one.path()))
                .flatMap(row -> operations(row, one.op()).stream())
                .filter(operation ->
                        one.value().map(operation.value().asText()::equals).orElse(true))
                .findFirst();
    }

    /** Adds what stands in a patch together or not at all, and what those that were added need themselves. */
    private Optional<PatchSample> completed(ListedOperation row, List<PatchOperation> patch) {
        Map<String, PatchOperation> all = new LinkedHashMap<>();
        patch.forEach(operation -> all.put(operation.path(), operation));
        String op = patch.get(0).op();
        for (List<String> group : together) {
            if (group.contains(patch.get(0).path())) {
                for (String path : group) {
                    Optional<PatchOperation> found = companion(new Companion(op, path, Optional.empty()));
                    if (found.isEmpty()) {
                        return Optional.empty();
                    }
                    all.putIfAbsent(path, found.get());
                }
            }
        }
        Optional<String> status = Optional.ofNullable(all.get(STATUS))
                .map(operation -> operation.value().asText());
        return Optional.of(new PatchSample(table.rows().indexOf(row), List.copyOf(all.values()), status));
    }

    private static List<PatchOperation> operations(ListedOperation row, String op) {
        List<JsonNode> values = row.value().map(ValueRule::samples).orElseGet(() -> List.of(MissingNode.getInstance()));
        return values.stream()
                .map(value -> new PatchOperation(op, row.path(), value))
                .toList();
    }
}
