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
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's public keys (JWK Set, RFC 7517 section 5): kept for five minutes, fetched anew in the background shortly
 * before that, and at once when a token names an unknown key, though at most twice in 30 seconds, so that nobody can make
 * this server flood the issuer. While the issuer is away, the last keys are used for four more hours.
 *
 * <p>Nothing is fetched before the first token comes: the server starts without the issuer. Thread-safe.
 */
public final class JwksKeys implements JWKSource<SecurityContext>, Closeable {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(4);
    private static final int TIMEOUT_MS = 2_000;

    private final AtomicBoolean known = new AtomicBoolean();
    private final JWKSetBasedJWKSource<SecurityContext> keys;

    private JwksKeys(KeyFetch fetch) {
        keys = (JWKSetBasedJWKSource<SecurityContext>) JWKSourceBuilder.create(new Source(fetch))
                .cache(LIFE.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(AHEAD.toMillis(), false)
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    /**
     * Returns the keys of an OpenID provider, found by discovery (OpenID Connect Discovery 1.0 section 4).
     *
     * @param issuer the issuer exactly as in its tokens; https, or http on a loopback host
     * @throws UnusableKeysException when the issuer is no such URL
     */
    public static JwksKeys discovered(String issuer) {
        return new JwksKeys(KeyFetch.discovered(issuer, retriever()));
    }

    /**
     * Returns the keys at a URL.
     *
     * @throws UnusableKeysException when it is no https URL, and no http URL of a loopback host
     */
    public static JwksKeys at(String url) {
        return new JwksKeys(KeyFetch.from(KeyFetch.checked(url, "The JWKS URL"), retriever()));
    }

    /**
     * Returns the keys in a file, which is read again every five minutes.
     *
     * @throws UnusableKeysException when the file cannot be read or holds no public key
     */
    public static JwksKeys in(Path file) {
        var fetch = KeyFetch.from(file);
        try {
            fetch.fetch();
        } catch (KeySourceException unusable) {
            throw new UnusableKeysException(unusable.getMessage() + ". Name a file with the issuer's JWK Set.");
        }
        return new JwksKeys(fetch);
    }

    /**
     * Returns the keys that fit.
     *
     * @throws KeySourceException when no keys can be had, which says nothing about the token
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            var fitting = keys.get(selector, context);
            known.set(true);
            return fitting;
        } catch (RateLimitReachedException tooSoon) {
            if (known.get()) {
                // The keys are here and none of them fits: it is the token's key that is unknown.
                return List.of();
            }
            throw new JWKSetUnavailableException("The last attempts failed less than 30 seconds ago", tooSoon);
        }
    }

    /** Ends the background thread that fetches ahead. */
    @Override
    public void close() throws IOException {
        keys.close();
    }

    private static ResourceRetriever retriever() {
        return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, KeyFetch.MOST_BYTES);
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
