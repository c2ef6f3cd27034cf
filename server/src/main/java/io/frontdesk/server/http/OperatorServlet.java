package io.frontdesk.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.frontdesk.shadow.Operators;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowReport;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code GET /frontdesk/shadow}: what the guards in shadow of every contract would have refused. On the port of clients, who is not on
 * this machine finds nothing here.
 */
final class OperatorServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient List<ShadowCounts> shadows;
    private final boolean open;

    /** Takes whether everybody may read who reaches the port. */
    OperatorServlet(List<Endpoint> endpoints, boolean open) {
        this.open = open;
        this.shadows = endpoints.stream()
                .flatMap(endpoint -> endpoint.shadow().stream())
                .toList();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"/shadow".equals(request.getPathInfo()) || shadows.isEmpty() || !open && !Operators.asks(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean text = String.valueOf(request.getHeader("Accept")).contains("text/plain");
        response.setContentType(text ? "text/plain;charset=utf-8" : "application/json");
        response.getOutputStream().write((text ? text() : json()).getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        return shadows.stream()
                .map(ShadowCounts::report)
                .map(ShadowReport::text)
                .collect(Collectors.joining("\n"));
    }

    private String json() {
        ArrayNode reports = JSON.createArrayNode();
        shadows.forEach(shadow -> reports.add(shadow.report().json()));
        return reports.toPrettyString() + "\n";
    }
}
