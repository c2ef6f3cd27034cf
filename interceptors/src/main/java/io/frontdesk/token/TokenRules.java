package io.frontdesk.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a token must be like.
 *
 * @param issuer the {@code iss} that it must have, compared character by character (RFC 7519 section 4.1.1)
 * @param audience what its {@code aud} must contain (section 4.1.3); empty: any audience, and none, is taken
 * @param algorithms the signature algorithms taken (RFC 8725 section 3.1); only asymmetric ones
 * @param skew how far the clocks of issuer and server may be apart, five minutes at most
 * @param clientCertificates whether a client certificate proves who asks when no token is sent, and adds to the claims of
 *     one that is; only where the TLS layer takes none but those of the operator's own authorities
 */
public record TokenRules(
        String issuer,
        Optional<String> audience,
        Set<JWSAlgorithm> algorithms,
        Duration skew,
        boolean clientCertificates) {

    /** The signature algorithms that can be allowed: RSA and elliptic curves with SHA-2; no shared secrets, no "none". */
    public static final Set<JWSAlgorithm> ASYMMETRIC = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** How far clocks are usually apart at most. */
    public static final Duration USUAL_SKEW = Duration.ofSeconds(60);

    /** More than any clock is apart; a larger skew would only prolong tokens. */
    public static final Duration MOST_SKEW = Duration.ofMinutes(5);

    /** Copies, and rejects rules that would take every token or none. */
    public TokenRules {
        algorithms = Set.copyOf(algorithms);
        if (issuer.isBlank() || audience.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("Issuer and audience of tokens must not be blank");
        }
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("Allowed signature algorithms must be some of " + ASYMMETRIC);
        }
        if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("The clock skew must be from 0 to 300 seconds");
        }
    }

    /** Returns the usual rules: every asymmetric algorithm, 60 seconds of skew, no client certificates. */
    public static TokenRules of(String issuer, Optional<String> audience) {
        return new TokenRules(issuer, audience, ASYMMETRIC, USUAL_SKEW, false);
    }

    /** Returns these rules with client certificates taken or not. */
    public TokenRules withClientCertificates(boolean taken) {
        return new TokenRules(issuer, audience, algorithms, skew, taken);
    }
}
