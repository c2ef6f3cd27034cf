package io.frontdesk.contract.page;

import static io.frontdesk.contract.page.Markup.escaped;

import io.frontdesk.contract.page.ContractPage.Life;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Draws the life cycle of a contract as SVG. The same contract is always drawn alike: statuses stand in columns by how many moves
 * they are away from a beginning, in each column by name.
 */
public final class StatusDiagram {

    private static final String STYLE = """
            .status { fill: #fff; stroke: #222; stroke-width: 1.5; }
            .frozen { stroke-dasharray: 5 3; }
            .end { fill: none; stroke: #222; }
            .move { fill: none; stroke: #456; stroke-width: 1.2; }
            .begin { fill: #222; }
            text { font: 14px sans-serif; text-anchor: middle; fill: #000; }
            """;

    private StatusDiagram() {}

    /** Returns the drawing as one {@code svg} element, which also stands alone as a file. */
    public static String of(ContractPage page) {
        Life life = page.life();
        StatusLayout layout = StatusLayout.of(life);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"machine-title machine-desc\""
                        + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
                layout.width(),
                layout.height(),
                layout.width(),
                layout.height()));
        svg.append("<title id=\"machine-title\">")
                .append(escaped("Statuses of an appointment in " + page.name()))
                .append("</title>\n<desc id=\"machine-desc\">")
                .append(escaped(described(life)))
                .append("</desc>\n<style>\n")
                .append(STYLE)
                .append("</style>\n")
                .append("<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\""
                        + " markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M 0 0 L 10 5 L 0 10 z\""
                        + " fill=\"#456\"/></marker></defs>\n");
        moves(life, layout, svg);
        life.moves().forEach((status, next) -> status(status, next, life, layout, svg));
        return svg.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    private static void moves(Life life, StatusLayout layout, StringBuilder svg) {
        life.moves().forEach((from, next) -> {
            for (String to : new TreeSet<>(next)) {
                boolean back = life.moves().getOrDefault(to, List.of()).contains(from);
                // A pair of moves is one line with two heads.
                if (!back || from.compareTo(to) < 0) {
                    svg.append("<path class=\"move\" d=\"")
                            .append(layout.line(from, to))
                            .append("\" marker-end=\"url(#arrow)\"")
                            .append(back ? " marker-start=\"url(#arrow)\"" : "")
                            .append("/>\n");
                }
            }
        });
    }

    private static void status(String status, List<String> next, Life life, StatusLayout layout, StringBuilder svg) {
        StatusLayout.Box box = layout.box(status);
        svg.append(rectangle(box, 0, life.frozen().contains(status) ? "status frozen" : "status"));
        if (next.isEmpty()) {
            svg.append(rectangle(box, 3, "end"));
        }
        if (life.begins().contains(status)) {
            svg.append(String.format(
                    Locale.ROOT, "<circle class=\"begin\" cx=\"%d\" cy=\"%d\" r=\"5\"/>%n", box.x(), box.y()));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">%s</text>%n",
                box.x() + StatusLayout.BOX_WIDTH / 2,
                box.y() + StatusLayout.BOX_HEIGHT / 2 + 5,
                escaped(status)));
    }

    private static String rectangle(StatusLayout.Box box, int inset, String style) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
                style,
                box.x() + inset,
                box.y() + inset,
                StatusLayout.BOX_WIDTH - 2 * inset,
                StatusLayout.BOX_HEIGHT - 2 * inset);
    }

    private static String described(Life life) {
        String moves =
                life.moves().entrySet().stream().map(StatusDiagram::described).collect(Collectors.joining(" "));
        String frozen = life.frozen().isEmpty() ? "" : " Nothing changes in " + String.join(", ", life.frozen()) + ".";
        return "An appointment begins as " + String.join(" or ", life.begins()) + ". " + moves + frozen;
    }

    private static String described(Map.Entry<String, List<String>> status) {
        return status.getValue().isEmpty()
                ? "From " + status.getKey() + " there is no way on."
                : "From " + status.getKey() + " it may become " + String.join(", ", status.getValue()) + ".";
    }
}
