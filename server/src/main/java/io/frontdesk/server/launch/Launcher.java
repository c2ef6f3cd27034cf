package io.frontdesk.server.launch;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.http.FrontdeskServer;
import io.frontdesk.server.http.SmartConfigurationServlet;
import io.frontdesk.server.identity.DevIdentity;
import io.frontdesk.server.identity.DevIdentityServlet;
import io.frontdesk.server.identity.DiscoveredProvider;
import io.frontdesk.server.identity.Provider;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.tls.ServerTls;
import io.frontdesk.token.JwksKeys;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Starts a server in the order in which failures are cheapest: the port first, then the keys, then the contracts and their
 * stores (side by side), and at last the requests.
 */
public final class Launcher {

    private final EndpointFactory factory;
    private final Clock clock;

    /**
     * @param factory opens the endpoints
     * @param clock the time that tokens are held against
     */
    public Launcher(EndpointFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * Starts a server.
     *
     * @return the server, answering requests
     * @throws StartException when the port cannot be had
     * @throws io.frontdesk.server.tls.UnusableTlsException when the files named for TLS cannot be used
     * @throws io.frontdesk.token.UnusableKeysException when the place named for the keys cannot be used
     * @throws RuntimeException what the factory throws; everything opened before is closed again
     */
    public Launched launch(ServerSettings settings) {
        var server = server(settings);
        try {
            return launch(settings, server);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private Launched launch(ServerSettings settings, FrontdeskServer server) {
        var base = base(settings, server.port());
        var others = new LinkedHashMap<String, Servlet>();
        TokenVerifier verifier;
        Provider provider;
        if (settings.identity() instanceof IdentitySettings.OpenId openId) {
            verifier = verifier(
                    JwksKeys.of(openId.issuer(), openId.keys(), openId.keyLife(), clock), rules(openId), settings);
            provider = new DiscoveredProvider(openId.issuer(), openId.keys());
        } else if (settings.identity() instanceof IdentitySettings.CertificatesOnly) {
            verifier = verifier(new ImmutableJWKSet<>(new JWKSet()), TokenRules.of(base, Optional.empty()), settings);
            provider = Map::of;
        } else {
            var dev = new DevIdentity(base + "/dev", settings.identity().audience(), clock);
            verifier = verifier(
                    dev.keys(), TokenRules.of(dev.issuer(), settings.identity().audience()), settings);
            provider = dev;
            others.put("/dev/*", new DevIdentityServlet(dev));
        }
        var endpoints = open(settings, verifier, provider);
        if (!(settings.identity() instanceof IdentitySettings.CertificatesOnly)) {
            others.putAll(smart(endpoints, provider));
        }
        server.start(endpoints, others, factory.metrics());
        return new Launched(server, base, endpoints);
    }

    /** Returns what tells clients of each endpoint who gives the tokens, by path. */
    private static Map<String, Servlet> smart(List<Endpoint> endpoints, Provider provider) {
        var servlets = new LinkedHashMap<String, Servlet>();
        for (var endpoint : endpoints) {
            servlets.put(
                    "/fhir/" + endpoint.name() + SmartConfigurationServlet.PATH,
                    new SmartConfigurationServlet(provider, endpoint.smart()));
        }
        servlets.put(
                "/fhir" + SmartConfigurationServlet.PATH,
                new SmartConfigurationServlet(provider, endpoints.get(0).smart()));
        return servlets;
    }

    private static FrontdeskServer server(ServerSettings settings) {
        var server = clients(settings);
        if (settings.operationsPort().isEmpty()) {
            return server;
        }
        try {
            server.openForOperations(settings.host(), settings.operationsPort().getAsInt());
            return server;
        } catch (IOException taken) {
            server.close();
            throw new StartException(
                    "Cannot listen on " + settings.host() + " port "
                            + settings.operationsPort().getAsInt() + ": " + reason(taken)
                            + ". Stop what uses the port, or choose another with --operations-port.",
                    taken);
        }
    }

    private static FrontdeskServer clients(ServerSettings settings) {
        try {
            return new FrontdeskServer(
                    settings.host(),
                    settings.port(),
                    settings.http(),
                    settings.tls().map(ServerTls::new));
        } catch (IOException taken) {
            throw new StartException(
                    "Cannot listen on " + settings.host() + " port " + settings.port() + ": " + reason(taken)
                            + ". Stop what uses the port, or choose another with --port.",
                    taken);
        }
    }

    private static String reason(IOException taken) {
        Throwable deepest = taken;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    private static String base(ServerSettings settings, int port) {
        var host = settings.host();
        return (settings.tls().isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + port;
    }

    private TokenVerifier verifier(JWKSource<SecurityContext> keys, TokenRules rules, ServerSettings settings) {
        return new TokenVerifier(
                keys, rules.withClientCertificates(settings.clientCertificates().isPresent()), clock);
    }

    private static TokenRules rules(IdentitySettings.OpenId openId) {
        return new TokenRules(openId.issuer(), openId.audience(), openId.algorithms(), openId.skew(), false);
    }

    private List<Endpoint> open(ServerSettings settings, TokenVerifier verifier, Provider provider) {
        var contracts = settings.contracts();
        var threads = Executors.newFixedThreadPool(contracts.size());
        var opened = new ArrayList<Endpoint>();
        try {
            var results = threads.invokeAll(contracts.stream()
                    .map(contract -> (Callable<Endpoint>) () -> factory.open(contract, settings, verifier, provider))
                    .toList());
            RuntimeException failure = null;
            for (var result : results) {
                try {
                    opened.add(result.get());
                } catch (ExecutionException broken) {
                    failure = broken.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(broken.getCause());
                }
            }
            if (failure != null) {
                throw failure;
            }
            checkNames(opened);
            return opened;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", stopped);
        } catch (RuntimeException failure) {
            opened.forEach(endpoint -> endpoint.close().run());
            throw failure;
        } finally {
            threads.shutdown();
        }
    }

    private static void checkNames(List<Endpoint> endpoints) {
        var seen = new HashSet<String>();
        for (var endpoint : endpoints) {
            if (!seen.add(endpoint.name())) {
                throw new StartException(
                        "Two contracts are called '" + endpoint.name()
                                + "', so that they would share an address. Rename one of them.",
                        new IllegalArgumentException(endpoint.name()));
            }
        }
        var taken = new HashSet<>(Set.of("fhir", "health", "dev", "frontdesk", "metrics"));
        for (var endpoint : endpoints) {
            for (var root : endpoint.facades().keySet()) {
                if (!taken.add(root)) {
                    throw new StartException(
                            "The contract '" + endpoint.name() + "' answers at /" + root
                                    + ", where something else answers. Serve only one of them, or change its facade.",
                            new IllegalArgumentException(root));
                }
            }
        }
    }
}
