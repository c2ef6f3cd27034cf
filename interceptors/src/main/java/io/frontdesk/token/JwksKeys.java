package io.frontdesk.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's public keys (JWK Set, RFC 7517 section 5), kept for a while ({@link KeyLife}), fetched anew after that, and at
 * once when a token names an unknown key, though not so often that anybody could make this server flood the issuer. While
 * the issuer is away, the last keys are used for some time.
 *
 * <p>They are not fetched ahead of time: the library's attempts to would use up what the limit leaves for the moment when
 * the keys run out, and an issuer that is away for a minute would then be felt.
 *
 * <p>A fetch takes 2 seconds to connect and 2 to wait at most, reads 512 KiB, follows no redirect, and is tried twice.
 * Nothing is fetched before the first token comes: the server starts without the issuer. Thread-safe.
 */
public final class JwksKeys implements JWKSource<SecurityContext> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TIMEOUT_MS = 2_000;

    private final Clock clock;
    private final JWKSetSource<SecurityContext> keys;

    private JwksKeys(KeyFetch fetch, KeyLife life, Clock clock) {
        this.clock = clock;
        var builder = JWKSourceBuilder.create(new Source(fetch))
                .cache(life.kept().toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(life.between().toMillis())
                .retrying(true);
        if (!life.outage().isZero()) {
            builder.outageTolerant(life.outage().toMillis());
        }
        keys = ((JWKSetBasedJWKSource<SecurityContext>) builder.build()).getJWKSetSource();
    }

    /**
     * Returns an issuer's keys: at the URL or in the file that is named, else where its configuration says.
     *
     * @param place URL or file of its JWK Set
     * @throws UnusableKeysException when the file cannot be read or holds no public key
     */
    public static JwksKeys of(String issuer, Optional<String> place, KeyLife life, Clock clock) {
        return place.map(named ->
                        named.matches("(?i)https?://.*") ? at(named, life, clock) : in(Path.of(named), life, clock))
                .orElseGet(() -> discovered(issuer, life, clock));
    }

    /**
     * Returns the keys of an OpenID provider, found by discovery (OpenID Connect Discovery 1.0 section 4).
     *
     * @param issuer the issuer exactly as in its tokens; https, or http on a loopback host
     * @throws UnusableKeysException when the issuer is no such URL
     */
    public static JwksKeys discovered(String issuer, KeyLife life, Clock clock) {
        return new JwksKeys(KeyFetch.discovered(issuer, retriever()), life, clock);
    }

    /**
     * Returns the keys at a URL.
     *
     * @throws UnusableKeysException when it is no https URL, and no http URL of a loopback host
     */
    public static JwksKeys at(String url, KeyLife life, Clock clock) {
        return new JwksKeys(KeyFetch.from(KeyFetch.checked(url, "The JWKS URL"), retriever()), life, clock);
    }

    /**
     * Returns the keys in a file, which is read again when they have been kept long enough.
     *
     * @throws UnusableKeysException when the file cannot be read or holds no public key
     */
    public static JwksKeys in(Path file, KeyLife life, Clock clock) {
        var fetch = KeyFetch.from(file);
        try {
            fetch.fetch();
        } catch (KeySourceException unusable) {
            throw new UnusableKeysException(unusable.getMessage() + ". Name a file with the issuer's JWK Set.");
        }
        return new JwksKeys(fetch, life, clock);
    }

    /**
     * Returns the keys that fit.
     *
     * @throws KeySourceException when no keys can be had, which says nothing about the token
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var now = clock.millis();
        var known = current(now, context);
        var fitting = selector.select(known);
        if (!fitting.isEmpty()) {
            return fitting;
        }
        try {
            return selector.select(
                    keys.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context));
        } catch (RateLimitReachedException tooSoon) {
            // The keys are here and none of them fits: it is the token's key that is unknown.
            return List.of();
        }
    }

    private JWKSet current(long now, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
        } catch (RateLimitReachedException tooSoon) {
            throw new JWKSetUnavailableException("The last attempts failed a moment ago", tooSoon);
        }
    }

    private static ResourceRetriever retriever() {
        return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, KeyFetch.MOST_BYTES) {
            /** A redirect could lead to a place that {@link KeyFetch#checked} would not trust. */
            @Override
            protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
                var connection = super.openHTTPConnection(url);
                connection.setInstanceFollowRedirects(false);
                return connection;
            }
        };
    }

    private record Source(KeyFetch fetch) implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
                throws KeySourceException {
            return fetch.fetch();
        }

        @Override
        public void close() {
            // Nothing is held open between two fetches.
        }
    }
}
