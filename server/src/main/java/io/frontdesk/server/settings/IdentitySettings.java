package io.frontdesk.server.settings;

import com.nimbusds.jose.JWSAlgorithm;
import io.frontdesk.token.KeyLife;
import io.frontdesk.token.TokenRules;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who says who is asking. */
public sealed interface IdentitySettings {

    /** Returns what the audience of every token must contain, if anything. */
    Optional<String> audience();

    /** The server itself gives tokens to anybody on this machine. */
    record Development(Optional<String> audience) implements IdentitySettings {}

    /** Nobody but the authorities of the client certificates; no token is taken. */
    record CertificatesOnly() implements IdentitySettings {

        @Override
        public Optional<String> audience() {
            return Optional.empty();
        }
    }

    /**
     * An OpenID provider.
     *
     * @param issuer the issuer exactly as in its tokens
     * @param keys URL or file of its JWK Set; empty: found by discovery
     * @param algorithms the signature algorithms taken
     * @param skew how far its clock and the server's may be apart
     * @param keyLife how long its keys are used
     */
    record OpenId(
            String issuer,
            Optional<String> audience,
            Optional<String> keys,
            Set<JWSAlgorithm> algorithms,
            Duration skew,
            KeyLife keyLife)
            implements IdentitySettings {

        /** A provider of which nothing unusual is asked. */
        public OpenId(String issuer, Optional<String> audience, Optional<String> keys) {
            this(issuer, audience, keys, TokenRules.ASYMMETRIC, TokenRules.USUAL_SKEW, KeyLife.usual());
        }

        /** Copies the set. */
        public OpenId {
            algorithms = Set.copyOf(algorithms);
        }
    }
}
