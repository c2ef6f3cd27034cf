package io.frontdesk.server.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /health/live}: the process answers. {@code GET /health/ready}: every endpoint's store answers too; 503 when
 * one does not. While the server stops, Jetty answers 503 to everything.
 */
final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(HealthServlet.class);

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final transient List<Endpoint> endpoints;

    HealthServlet(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (READING.contains(request.getMethod())) {
            super.service(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/live" -> write(response, 200, "{\"status\":\"up\"}");
            case "/ready" -> ready(response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void ready(HttpServletResponse response) throws IOException {
        var down = endpoints.stream().filter(endpoint -> !isReady(endpoint)).toList();
        var stores = endpoints.stream()
                .map(endpoint -> "\"" + endpoint.name() + "\":\"" + (down.contains(endpoint) ? "down" : "up") + "\"")
                .collect(Collectors.joining(","));
        write(
                response,
                down.isEmpty() ? 200 : 503,
                "{\"status\":\"" + (down.isEmpty() ? "up" : "down") + "\",\"stores\":{" + stores + "}}");
    }

    private static boolean isReady(Endpoint endpoint) {
        try {
            return endpoint.ready().getAsBoolean();
        } catch (RuntimeException broken) {
            LOG.warn("The store of {} does not answer: {}", endpoint.name(), broken.toString());
            return false;
        }
    }

    private static void write(HttpServletResponse response, int status, String json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().print(json);
    }
}
