package io.frontdesk.contract.page;

import static io.frontdesk.contract.page.Markup.escaped;

import io.frontdesk.contract.page.ContractPage.Row;
import io.frontdesk.contract.page.ContractPage.Table;
import java.util.List;

/** Writes a page as one HTML document, with the state machine in it and nothing from elsewhere. */
public final class PageHtml {

    private static final String STYLE = """
            body { font-family: sans-serif; line-height: 1.4; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border: 1px solid #999; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
            tbody th { font-weight: normal; font-family: monospace; }
            td { overflow-wrap: anywhere; }
            svg { max-width: 100%; height: auto; }
            """;

    private PageHtml() {}

    /** Returns the document. */
    public static String of(ContractPage page) {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(escaped(page.name() + ": " + page.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(page.name()))
                .append("</h1>\n<p>")
                .append(escaped(page.title()))
                .append("</p>\n");
        write(page.facts(), html);
        html.append("<h2>State machine</h2>\n").append(StatusDiagram.of(page));
        page.tables().forEach(table -> write(table, html));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void write(Table table, StringBuilder html) {
        html.append("<h2>").append(escaped(table.title())).append("</h2>\n<table>\n<thead><tr>");
        table.columns()
                .forEach(column -> html.append("<th scope=\"col\">")
                        .append(escaped(column))
                        .append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> write(row, html));
        html.append("</tbody>\n</table>\n");
    }

    private static void write(Row row, StringBuilder html) {
        html.append("<tr><th scope=\"row\">").append(escaped(row.key())).append("</th>");
        for (List<String> cell : row.cells()) {
            html.append("<td>").append(escaped(String.join(", ", cell))).append("</td>");
        }
        html.append("</tr>\n");
    }
}
