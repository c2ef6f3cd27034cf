package io.frontdesk.server.identity;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OpenID provider that is asked for its metadata (OpenID Connect Discovery 1.0 section 4) when somebody wants to know,
 * at most every five minutes, or 30 seconds after it did not answer. Whoever comes meanwhile gets what is known.
 * Thread-safe.
 */
public final class DiscoveredProvider implements Provider {

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredProvider.class);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(30);
    private static final int TIMEOUT_MS = 2_000;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String ISSUER = "issuer";
    private static final String KEYS = "jwks_uri";
    private static final String CLIENTS = "token_endpoint_auth_methods_supported";
    private static final String GRANTS = "grant_types_supported";

    /** What is passed on, if the provider says it. */
    private static final List<String> ADDRESSES = List.of(
            KEYS,
            "authorization_endpoint",
            "token_endpoint",
            "registration_endpoint",
            "introspection_endpoint",
            "revocation_endpoint");

    private static final List<String> LISTS = List.of(
            GRANTS,
            CLIENTS,
            "token_endpoint_auth_signing_alg_values_supported",
            "response_types_supported",
            "code_challenge_methods_supported");

    /** What nobody between can change: TLS, or this machine. */
    private static final Pattern TRUSTED =
            Pattern.compile("(?i)https://[^/].*|http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])([:/].*)?");

    private final String issuer;
    private final Map<String, Object> least;
    private final ResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MOST_BYTES);
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known;

    private record Known(Map<String, Object> metadata, long until) {}

    /**
     * @param issuer the issuer exactly as in its tokens
     * @param keys where the operator says that its keys are; only a URL is told to clients
     */
    public DiscoveredProvider(String issuer, Optional<String> keys) {
        this.issuer = issuer;
        var told = new LinkedHashMap<String, Object>();
        told.put(ISSUER, issuer);
        keys.filter(place -> TRUSTED.matcher(place).matches()).ifPresent(url -> told.put(KEYS, url));
        this.least = Map.copyOf(told);
        this.known = new Known(least, System.nanoTime());
    }

    @Override
    public Map<String, Object> metadata() {
        if (known.until() - System.nanoTime() <= 0 && asking.tryLock()) {
            try {
                ask();
            } finally {
                asking.unlock();
            }
        }
        return known.metadata();
    }

    private void ask() {
        var metadata = known.metadata();
        var life = BETWEEN_FAILURES;
        try {
            metadata = fetch();
            life = LIFE;
        } catch (IOException | ParseException away) {
            LOG.warn("The metadata of the issuer cannot be had: {}", away.getMessage());
        }
        known = new Known(metadata, System.nanoTime() + life.toNanos());
    }

    private Map<String, Object> fetch() throws IOException, ParseException {
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var address = base + "/.well-known/openid-configuration";
        if (!TRUSTED.matcher(address).matches()) {
            throw new IOException(address + " is neither https nor on this machine");
        }
        var said = JSONObjectUtils.parse(
                retriever.retrieveResource(URI.create(address).toURL()).getContent());
        if (!issuer.equals(said.get(ISSUER))) {
            throw new IOException("The configuration at " + address + " is of another issuer");
        }
        return told(said);
    }

    private Map<String, Object> told(Map<String, Object> said) {
        // What a provider that says nothing means (Discovery 1.0 section 3).
        said.putIfAbsent(GRANTS, List.of("authorization_code", "implicit"));
        said.putIfAbsent(CLIENTS, List.of("client_secret_basic"));
        var told = new LinkedHashMap<String, Object>();
        for (var name : ADDRESSES) {
            if (said.get(name) instanceof String url && TRUSTED.matcher(url).matches()) {
                told.put(name, url);
            }
        }
        for (var name : LISTS) {
            if (said.get(name) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                told.put(name, List.copyOf(list));
            }
        }
        told.putAll(least);
        return Map.copyOf(told);
    }
}
