package io.frontdesk.server.http;

import io.frontdesk.server.metrics.ServerMetrics;
import io.frontdesk.shadow.Operators;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /metrics}, for Prometheus: on the port for operations to everybody, and on that of clients to this machine alone.
 */
final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient ServerMetrics metrics;
    private final boolean open;

    /** Takes whether everybody may read who reaches the port. */
    MetricsServlet(ServerMetrics metrics, boolean open) {
        this.metrics = metrics;
        this.open = open;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!open && !Operators.asks(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(ServerMetrics.MEDIA_TYPE);
        response.getOutputStream().write(metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
