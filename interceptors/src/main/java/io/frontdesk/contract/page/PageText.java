package io.frontdesk.contract.page;

import io.frontdesk.contract.page.ContractPage.Row;
import io.frontdesk.contract.page.ContractPage.Table;
import java.util.ArrayList;
import java.util.List;

/** Writes a page as plain text: what is narrow as a table, everything else rule by rule. */
public final class PageText {

    private static final int WIDTH = 110;
    private static final String NOTHING = "-";
    private static final String GAP = "  ";

    private PageText() {}

    /** Returns the page. */
    public static String of(ContractPage page) {
        StringBuilder text = new StringBuilder();
        text.append(page.name()).append(": ").append(page.title()).append("\n");
        write(page.facts(), text);
        page.tables().forEach(table -> write(table, text));
        return text.toString();
    }

    private static void write(Table table, StringBuilder text) {
        text.append("\n")
                .append(table.title())
                .append("\n")
                .append("-".repeat(table.title().length()))
                .append("\n");
        List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
        table.rows().forEach(row -> lines.add(line(row)));
        List<Integer> widths = widths(lines);
        boolean narrow = widths.stream().mapToInt(width -> width + GAP.length()).sum() <= WIDTH;
        if (narrow) {
            lines.forEach(line -> text.append(aligned(line, widths)).append("\n"));
        } else {
            table.rows().forEach(row -> entry(table, row, text));
        }
    }

    private static List<String> line(Row row) {
        List<String> line = new ArrayList<>(List.of(row.key()));
        row.cells().forEach(cell -> line.add(cell.isEmpty() ? NOTHING : String.join(", ", cell)));
        return line;
    }

    private static List<Integer> widths(List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < lines.get(0).size(); column++) {
            int at = column;
            widths.add(
                    lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
        }
        return widths;
    }

    private static String aligned(List<String> line, List<Integer> widths) {
        StringBuilder aligned = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            String cell = line.get(column);
            aligned.append(cell)
                    .append(" ".repeat(widths.get(column) - cell.length()))
                    .append(GAP);
        }
        return aligned.toString().stripTrailing();
    }

    private static void entry(Table table, Row row, StringBuilder text) {
        text.append(row.key()).append("\n");
        for (int column = 0; column < row.cells().size(); column++) {
            List<String> cell = row.cells().get(column);
            if (!cell.isEmpty()) {
                String head = table.columns().get(column + 1) + ": ";
                text.append(wrapped(head + String.join(", ", cell)));
            }
        }
    }

    private static String wrapped(String words) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("   ");
        for (String word : words.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH && !line.toString().isBlank()) {
                lines.append(line).append("\n");
                line = new StringBuilder("     ");
            }
            line.append(" ").append(word);
        }
        return lines.append(line).append("\n").toString();
    }
}
