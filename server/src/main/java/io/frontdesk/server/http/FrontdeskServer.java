package io.frontdesk.server.http;

import io.frontdesk.server.metrics.ServerMetrics;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.tls.ServerTls;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.ServletMapping;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. Its port is taken at construction, so that a taken one is known before any store opens; requests are
 * answered from {@link #start} on.
 *
 * <p>Addresses: {@code /fhir} is the first endpoint and {@code /fhir/<name>} each of them, {@code /health} says how the
 * server is, {@code /frontdesk} and {@code /metrics} are for its operators, further servlets come as given or with their endpoint, and everything else is 404. Compression is left to HAPI, which answers and
 * reads gzip itself.
 *
 * <p>What never reaches an endpoint is refused as the endpoint would ({@link PlainErrors}); clients that keep the server
 * waiting lose their connection ({@link WatchedEndPoint}); browsers are let in from named origins only ({@link CrossOrigin}).
 *
 * <p>{@link #close} takes no more requests, lets running ones finish for up to 30 seconds, and then closes the endpoints'
 * stores.
 */
public final class FrontdeskServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrontdeskServer.class);
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int FEWEST_BYTES_PER_SECOND = 4 * 1024;
    /** How long a connection without a request may hold up the stop. */
    private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(250);

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int MOST_THREADS = 100;
    private static final int FEWEST_THREADS = 4;

    private final Server jetty;
    private final ServerConnector connector;
    private final HttpSettings settings;
    private Optional<ServerConnector> operations = Optional.empty();
    private List<Endpoint> endpoints = List.of();

    /**
     * Takes the port.
     *
     * @param settings what clients are allowed
     * @param tls how to speak TLS; empty: plain HTTP
     * @throws IOException when it cannot be had
     */
    public FrontdeskServer(String host, int port, HttpSettings settings, Optional<ServerTls> tls) throws IOException {
        this.settings = settings;
        var threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
        threads.setName("http");
        jetty = new Server(threads);
        jetty.setStopTimeout(GRACE.toMillis());
        jetty.setRequestLog(new RequestLines());
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(AddressHandler.LEFT_TO_US);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        connector = new WatchingConnector(jetty, settings.patience(), FEWEST_BYTES_PER_SECOND, connections(http, tls));
        tls.ifPresent(secured -> jetty.addBean(secured.scanner()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
        connector.open();
        jetty.addConnector(connector);
    }

    /**
     * Takes a port for operations, without TLS: nothing that is told there is secret from the network that it is for.
     *
     * @throws IOException when it cannot be had
     */
    public void openForOperations(String host, int port) throws IOException {
        var own = new ServerConnector(jetty);
        own.setHost(host);
        own.setPort(port);
        own.open();
        jetty.addConnector(own);
        operations = Optional.of(own);
    }

    /** Returns the port for operations, if there is one. */
    public OptionalInt operationsPort() {
        return operations.stream().mapToInt(ServerConnector::getLocalPort).findFirst();
    }

    private static ConnectionFactory[] connections(HttpConfiguration http, Optional<ServerTls> tls) {
        var plain = new HttpConnectionFactory(http);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        // Tells servlets about TLS. The host of a request is the client's to compare with the certificate, not ours.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(tls.get().factory(), plain.getProtocol()), plain};
    }

    /** Returns the port that was taken. */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Serves the endpoints from now on, and closes them in the end.
     *
     * @param endpoints what is served, at least one
     * @param others further servlets by path, such as {@code /dev/*}
     * @param metrics what measures the server, if anything does
     */
    public void start(List<Endpoint> endpoints, Map<String, Servlet> others, Optional<ServerMetrics> metrics) {
        this.endpoints = List.copyOf(endpoints);
        var context = new ServletContextHandler();
        var errors = new PlainErrors(this.endpoints);
        context.setErrorHandler(errors);
        jetty.setErrorHandler(errors);
        for (var endpoint : this.endpoints) {
            context.addServlet(
                    new ServletHolder(endpoint.name(), endpoint.servlet()), "/fhir/" + endpoint.name() + "/*");
            endpoint.facades()
                    .forEach((root, facade) -> context.addServlet(
                            new ServletHolder(endpoint.name() + " " + root, facade), "/" + root + "/*"));
        }
        var first = new ServletMapping();
        first.setServletName(this.endpoints.get(0).name());
        first.setPathSpec("/fhir/*");
        context.getServletHandler().addServletMapping(first);
        context.addFilter(new FilterHolder(new OwnHeadersFilter()), "/fhir/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder("health", new HealthServlet(this.endpoints)), "/health/*");
        context.addServlet(new ServletHolder("operator", new OperatorServlet(this.endpoints, false)), "/frontdesk/*");
        metrics.ifPresent(
                all -> context.addServlet(new ServletHolder("metrics", new MetricsServlet(all, false)), "/metrics"));
        others.forEach((path, servlet) -> context.addServlet(new ServletHolder(path, servlet), path));
        Handler clients = new WatchHandler(new UnreadBodyHandler(new AnswerHeadersHandler(
                this.endpoints,
                new AddressHandler(CrossOrigin.before(new GracefulHandler(context), settings.origins())))));
        Handler measured = metrics.<Handler>map(all -> new MeteredHandler(all.http(), clients))
                .orElse(clients);
        jetty.setHandler(operations
                .<Handler>map(own -> new OperationsHandler(own, operators(metrics), measured))
                .orElse(measured));
        try {
            jetty.start();
        } catch (Exception failure) {
            close();
            throw new IllegalStateException("The HTTP server does not start", failure);
        }
    }

    /** Returns what is told to whoever reaches the port for operations. */
    private Handler operators(Optional<ServerMetrics> metrics) {
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder("health", new HealthServlet(endpoints)), "/health/*");
        context.addServlet(new ServletHolder("operator", new OperatorServlet(endpoints, true)), "/frontdesk/*");
        metrics.ifPresent(
                all -> context.addServlet(new ServletHolder("metrics", new MetricsServlet(all, true)), "/metrics"));
        return context;
    }

    /** Waits until somebody closes the server. */
    public void join() throws InterruptedException {
        jetty.join();
    }

    @Override
    public synchronized void close() {
        try {
            jetty.stop();
        } catch (Exception unclean) {
            LOG.warn("The HTTP server did not stop cleanly: {}", unclean.toString());
        }
        connector.close();
        operations.ifPresent(ServerConnector::close);
        for (var endpoint : endpoints) {
            try {
                endpoint.close().run();
            } catch (RuntimeException unclean) {
                LOG.warn("The store of {} did not close cleanly: {}", endpoint.name(), unclean.toString());
            }
        }
        endpoints = List.of();
    }
}
