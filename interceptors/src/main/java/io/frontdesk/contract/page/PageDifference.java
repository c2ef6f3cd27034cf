package io.frontdesk.contract.page;

import io.frontdesk.contract.page.ContractPage.Row;
import io.frontdesk.contract.page.ContractPage.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a client would notice who goes from one contract to another. Names do not count: they are the address. */
public final class PageDifference {

    private PageDifference() {}

    /**
     * Compares two pages.
     *
     * @return one line a difference, in reading order: {@code +} is only in the other, {@code -} only in the one; none when they
     *     say the same
     */
    public static List<String> between(ContractPage one, ContractPage other) {
        List<String> lines = new ArrayList<>();
        if (!one.title().equals(other.title())) {
            lines.add("Title: - " + one.title() + ", + " + other.title());
        }
        compare(one.facts(), other.facts(), lines);
        Map<String, Table> left = byTitle(one);
        Map<String, Table> right = byTitle(other);
        Stream.concat(left.keySet().stream(), right.keySet().stream())
                .distinct()
                .forEach(title -> compare(
                        left.getOrDefault(title, none(title, right)),
                        right.getOrDefault(title, none(title, left)),
                        lines));
        return lines;
    }

    private static Map<String, Table> byTitle(ContractPage page) {
        Map<String, Table> tables = new LinkedHashMap<>();
        page.tables().forEach(table -> tables.put(table.title(), table));
        return tables;
    }

    private static Table none(String title, Map<String, Table> elsewhere) {
        Table there = elsewhere.get(title);
        return new Table(title, there == null ? List.of() : there.columns(), List.of());
    }

    private static void compare(Table one, Table other, List<String> lines) {
        Map<String, Row> left = byKey(one);
        Map<String, Row> right = byKey(other);
        List<String> columns = one.columns().isEmpty() ? other.columns() : one.columns();
        left.forEach((key, row) -> {
            Row there = right.get(key);
            if (there == null) {
                lines.add(one.title() + ": - " + whole(row));
            } else {
                cells(one.title() + ", " + key, columns, row, there, lines);
            }
        });
        right.forEach((key, row) -> {
            if (!left.containsKey(key)) {
                lines.add(other.title() + ": + " + whole(row));
            }
        });
    }

    private static Map<String, Row> byKey(Table table) {
        Map<String, Row> rows = new LinkedHashMap<>();
        table.rows().forEach(row -> rows.put(row.key(), row));
        return rows;
    }

    private static String whole(Row row) {
        List<String> said = row.cells().stream()
                .map(cell -> String.join(", ", cell))
                .filter(cell -> !cell.isEmpty())
                .toList();
        return said.isEmpty() ? row.key() : row.key() + " (" + String.join("; ", said) + ")";
    }

    private static void cells(String where, List<String> columns, Row one, Row other, List<String> lines) {
        for (int column = 0; column < one.cells().size(); column++) {
            List<String> left = one.cells().get(column);
            List<String> right = other.cells().get(column);
            List<String> changes = Stream.concat(
                            left.stream().filter(item -> !right.contains(item)).map(item -> "- " + item),
                            right.stream().filter(item -> !left.contains(item)).map(item -> "+ " + item))
                    .toList();
            // Where there is one thing to say of a rule, it needs no name.
            String what = where + (columns.size() > 2 ? ", " + columns.get(column + 1) : "") + ": ";
            if (!changes.isEmpty()) {
                lines.add(what + String.join(", ", changes));
            } else if (!left.equals(right)) {
                lines.add(what + "in another order");
            }
        }
    }
}
