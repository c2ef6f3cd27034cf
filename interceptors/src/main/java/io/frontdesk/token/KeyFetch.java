package io.frontdesk.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Locale;

/** One way to get at an issuer's keys, now. */
@FunctionalInterface
interface KeyFetch {

    /** The largest document taken, in bytes. */
    int MOST_BYTES = 512 * 1024;

    /**
     * Gets the keys.
     *
     * @throws KeySourceException when they cannot be had; its message says from where and why
     */
    JWKSet fetch() throws KeySourceException;

    /** Returns how to get the keys from a file. */
    static KeyFetch from(Path file) {
        return () -> {
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new JWKSetRetrievalException("The JWKS file " + file + " is larger than 512 KiB", null);
                }
                return usable(Files.readString(file), "The JWKS file " + file);
            } catch (IOException unreadable) {
                throw new JWKSetRetrievalException("The JWKS file " + file + " cannot be read", unreadable);
            }
        };
    }

    /** Returns how to get the keys from a URL. */
    static KeyFetch from(URI address, ResourceRetriever retriever) {
        return () -> usable(read(address, retriever), "The JWK Set at " + address);
    }

    /**
     * Returns how to get the keys of an OpenID provider: its configuration (OpenID Connect Discovery 1.0 section 4) is
     * read each time, since the provider may move its keys, and must name the issuer exactly (section 4.3).
     */
    static KeyFetch discovered(String issuer, ResourceRetriever retriever) {
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var address = checked(base + "/.well-known/openid-configuration", "The issuer");
        return () -> {
            try {
                var configuration = JSONObjectUtils.parse(read(address, retriever));
                if (!issuer.equals(JSONObjectUtils.getString(configuration, "issuer"))) {
                    throw new JWKSetRetrievalException(
                            "The configuration at " + address + " is of another issuer", null);
                }
                var keys = String.valueOf(JSONObjectUtils.getString(configuration, "jwks_uri"));
                return from(checked(keys, "The jwks_uri at " + address), retriever)
                        .fetch();
            } catch (ParseException | UnusableKeysException odd) {
                throw new JWKSetRetrievalException(
                        "The configuration at " + address + " names no usable jwks_uri", odd);
            }
        };
    }

    /**
     * Returns the URL if what is fetched from it can be trusted: by TLS, or because nobody stands between.
     *
     * @param what how the URL is called in the message
     * @throws UnusableKeysException when it cannot
     */
    static URI checked(String url, String what) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException noUrl) {
            throw new UnusableKeysException(what + " is no URL: " + url + ". Give an https URL.");
        }
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || (!scheme.equals("https") && !scheme.equals("http"))) {
            throw new UnusableKeysException(what + " is no http or https URL: " + url + ". Give an https URL.");
        }
        if (scheme.equals("http") && !isLoopback(address.getHost())) {
            throw new UnusableKeysException(what + " is http and not on this machine: " + url
                    + ". Use https; http is taken for 127.0.0.1, [::1] and localhost only.");
        }
        return address;
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String read(URI address, ResourceRetriever retriever) throws JWKSetRetrievalException {
        try {
            return retriever.retrieveResource(address.toURL()).getContent();
        } catch (IOException away) {
            throw new JWKSetRetrievalException(address + " does not answer: " + away.getMessage(), away);
        }
    }

    private static JWKSet usable(String json, String what) throws JWKSetRetrievalException {
        try {
            var keys = JWKSet.parse(json);
            if (keys.getKeys().stream().noneMatch(AsymmetricJWK.class::isInstance)) {
                throw new JWKSetRetrievalException(what + " holds no RSA or EC key", null);
            }
            return keys.toPublicJWKSet();
        } catch (ParseException noSet) {
            throw new JWKSetRetrievalException(what + " is no JWK Set (RFC 7517)", noSet);
        }
    }
}
