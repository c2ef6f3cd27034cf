package io.frontdesk.patch;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of {@code patch.operations}, and what of them an operation is.
 *
 * @param rows the rows, in their order
 * @param slashless whether a path may lack its first slash
 */
record PatchTable(List<ListedOperation> rows, boolean slashless) {

    /** One operation of a patch and the row that allows it. */
    record Allowed(PatchOperation operation, ListedOperation row) {}

    /** Copies the rows, so that a table never changes. */
    PatchTable {
        rows = List.copyOf(rows);
    }

    /** Compiles the rows; faults a table of none, and rows that change the same place by different paths. */
    static PatchTable compile(Section patch, FhirContext fhir, String resourceType) {
        List<ListedOperation> rows = new ArrayList<>();
        for (Section row : patch.sections("operations")) {
            ListedOperation compiled = ListedOperation.compile(row, fhir, resourceType);
            if (rows.stream().anyMatch(other -> overlap(other, compiled))) {
                row.fault("path", "changes what another path changes as well", "paths that lie apart");
            }
            rows.add(compiled);
        }
        if (rows.isEmpty()) {
            patch.fault("operations", "lists nothing", "operations, or leave out the section");
        }
        return new PatchTable(rows, patch.flag("slashless", false));
    }

    private static boolean overlap(ListedOperation one, ListedOperation other) {
        return !one.path().equals(other.path())
                && one.to().stream().anyMatch(place -> other.to().stream().anyMatch(place::meets));
    }

    /** Returns whether any row is of this op and path. */
    boolean lists(PatchOperation operation) {
        return rows.stream().anyMatch(row -> row.names(operation));
    }

    /** Returns the rows of this op and path. */
    List<ListedOperation> naming(PatchOperation operation) {
        return rows.stream().filter(row -> row.names(operation)).toList();
    }

    /** Returns the operations that a row allows by op, path and value, each with its row. */
    List<Allowed> allowed(List<PatchOperation> normal) {
        return normal.stream()
                .flatMap(operation -> row(operation).map(row -> new Allowed(operation, row)).stream())
                .toList();
    }

    /** Returns the row that allows an operation by op, path and value. */
    Optional<ListedOperation> row(PatchOperation operation) {
        return rows.stream()
                .filter(row -> row.names(operation) && row.fits(operation))
                .findFirst();
    }

    /** Returns what an operation changes, so far as that tells two apart which may stand side by side. */
    String target(PatchOperation operation) {
        return row(operation).map(ListedOperation::target).orElse(operation.path());
    }

    /** Returns the operations in one spelling and one order, so that neither makes a difference. */
    List<PatchOperation> normal(List<PatchOperation> patch) {
        return patch.stream()
                .map(operation -> slashless && !operation.path().startsWith("/")
                        ? new PatchOperation(operation.op(), "/" + operation.path(), operation.value())
                        : operation)
                .sorted(Comparator.comparing(PatchOperation::path)
                        .thenComparing(this::target)
                        .thenComparing(PatchOperation::op)
                        .thenComparing(operation -> operation.value().toString()))
                .toList();
    }
}
