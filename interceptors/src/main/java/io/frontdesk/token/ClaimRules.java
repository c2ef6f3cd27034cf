package io.frontdesk.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a token's claims against the rules (RFC 7519 section 4.1, RFC 8725 section 3). Immutable. */
final class ClaimRules {

    /** What only other tokens of an issuer have: ID tokens (OpenID Connect Core), logout and event tokens (RFC 8417). */
    private static final Set<String> NOT_OF_ACCESS_TOKENS = Set.of("at_hash", "c_hash", "s_hash", "events");
    /** Keycloak says in a claim what kind a token is: "ID", "Refresh", "Offline", "Logout" or "DPoP" besides these. */
    private static final Set<String> ACCESS_KINDS = Set.of("bearer", "jwt", "at+jwt");

    private static final String THUMBPRINT = "x5t#S256";

    private final TokenRules rules;

    ClaimRules(TokenRules rules) {
        this.rules = rules;
    }

    /** Checks {@code exp}, {@code nbf} and {@code iat}, and returns the expiry. */
    Instant checkTimes(JWTClaimsSet claims, Instant now) throws BadTokenException {
        if (claims.getExpirationTime() == null) {
            throw new BadTokenException("The token has no time of expiry (exp)", BadTokenException.OTHER_TOKEN);
        }
        var expiry = claims.getExpirationTime().toInstant();
        if (!now.minus(rules.skew()).isBefore(expiry)) {
            throw new BadTokenException("The token has expired", BadTokenException.NEW_TOKEN);
        }
        var latest = now.plus(rules.skew());
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(latest)) {
            throw new BadTokenException("The token is not valid yet (nbf)", "Send it later, or check the clocks.");
        }
        if (claims.getIssueTime() != null && claims.getIssueTime().toInstant().isAfter(latest)) {
            throw new BadTokenException(
                    "The token was issued in the future (iat)", "Check the clocks of issuer and server.");
        }
        return expiry;
    }

    /** Checks {@code iss} and {@code aud}. */
    void checkParties(JWTClaimsSet claims) throws BadTokenException {
        if (!rules.issuer().equals(claims.getIssuer())) {
            throw new BadTokenException("The token is of another issuer (iss)", BadTokenException.OTHER_TOKEN);
        }
        if (rules.audience()
                .filter(wanted -> !claims.getAudience().contains(wanted))
                .isPresent()) {
            throw new BadTokenException(
                    "The token is for another audience (aud)",
                    "Ask the issuer for a token whose audience is this server.");
        }
    }

    /** Refuses what an issuer signs with the same key for another purpose. */
    static void checkKind(Map<String, ?> claims) throws BadTokenException {
        if (NOT_OF_ACCESS_TOKENS.stream().anyMatch(claims::containsKey)) {
            throw new BadTokenException("The token is no access token", BadTokenException.OTHER_TOKEN);
        }
        var kind = claims.get("typ");
        if (kind != null && !(kind instanceof String text && ACCESS_KINDS.contains(text.toLowerCase(Locale.ROOT)))) {
            throw new BadTokenException("The token is no access token (typ)", BadTokenException.OTHER_TOKEN);
        }
    }

    /** Returns the subject of the JSON itself, since the library takes a number for a name. */
    static String subject(Map<String, ?> claims) throws BadTokenException {
        if (claims.get("sub") instanceof String subject && !subject.isBlank()) {
            return subject;
        }
        throw new BadTokenException("The token names nobody (sub)", BadTokenException.OTHER_TOKEN);
    }

    /**
     * Returns the thumbprint of the certificate that the token is bound to (RFC 8705 section 3.1), if any.
     *
     * @throws BadTokenException when it is bound in another way (RFC 7800), such as DPoP, which a thief could then leave out
     */
    static Optional<String> boundTo(Map<String, ?> claims) throws BadTokenException {
        var confirmation = claims.get("cnf");
        if (confirmation == null) {
            return Optional.empty();
        }
        if (confirmation instanceof Map<?, ?> members
                && members.size() == 1
                && members.get(THUMBPRINT) instanceof String thumbprint) {
            return Optional.of(thumbprint);
        }
        throw new BadTokenException(
                "The token is bound to a key in a way that is not checked here (cnf)",
                "Ask the issuer for a bearer token, or for one that is bound to a client certificate.");
    }
}
