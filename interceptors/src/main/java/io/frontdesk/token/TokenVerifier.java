package io.frontdesk.token;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a good bearer token (RFC 6750, RFC 7519, best practice of RFC 8725) from a bad one.
 *
 * <p>A token is good when it is a signed JWT of an allowed algorithm, its signature fits a key of the issuer, the header
 * asks for nothing critical (RFC 7515 section 4.1.11; the keys that a header may carry or point at are ignored),
 * {@code iss} and {@code aud} are the expected ones, {@code exp} is present and to come, {@code nbf} and {@code iat} are not
 * to come, and {@code sub} names somebody.
 *
 * <p>A token found good is remembered for a minute at most, and not beyond its {@code exp}. The answer is the same as
 * without that memory but for one thing: a key that the issuer withdraws keeps working for up to a minute for tokens that
 * were seen within the last one.
 *
 * <p>Thread-safe. No token and no claim of one goes into a refusal or a log.
 */
public final class TokenVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int MOST_REMEMBERED = 10_000;
    private static final String NEW_TOKEN = "Get a new token from the issuer.";
    private static final String OTHER_TOKEN = "Send an access token of this server's issuer, as the issuer gave it.";

    private final TokenRules rules;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor;
    private final VerifiedTokens remembered = new VerifiedTokens(MOST_REMEMBERED);

    /**
     * @param keys the issuer's public keys
     * @param rules what a token must be like
     * @param clock the time that tokens are held against
     */
    public TokenVerifier(JWKSource<SecurityContext> keys, TokenRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(rules.algorithms(), keys));
        // "at+jwt" is RFC 9068; most issuers still write "JWT" or nothing.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        // The claims are checked here, by our clock and with a text for each check.
        processor.setJWTClaimsSetVerifier(null);
    }

    /**
     * Returns whom the request's token stands for.
     *
     * @param authorization the value of every Authorization header of the request
     * @return the caller, or a refusal with {@link Rule#TOKEN_MISSING} (no token was sent), {@link Rule#TOKEN_INVALID} (it is
     *     no good) or {@link Rule#TOKEN_UNVERIFIABLE} (the issuer's keys cannot be had)
     */
    public Verdict verify(List<String> authorization) {
        var header = BearerHeader.read(authorization);
        if (header instanceof BearerHeader.Unusable unusable) {
            return new Verdict.Refused(unusable.why());
        }
        var token = ((BearerHeader.Sent) header).token();
        var digest = VerifiedTokens.Digest.of(token);
        var now = clock.instant();
        return remembered
                .find(digest, now)
                .<Verdict>map(Verdict.Accepted::new)
                .orElseGet(() -> verify(token, digest, now));
    }

    private Verdict verify(String token, VerifiedTokens.Digest digest, Instant now) {
        try {
            var signed = parse(token);
            checkHeader(signed.getHeader());
            var claims = processor.process(signed, null);
            var expiry = checkTimes(claims, now);
            checkParties(claims);
            // The library takes a list of pairs for an object.
            if (!signed.getPayload().toString().stripLeading().startsWith("{")) {
                throw new Refuse("The token's claims are no JSON object", OTHER_TOKEN);
            }
            var values = withoutNulls(signed.getPayload().toJSONObject());
            var caller = new Caller.Authenticated(subject(values), new Claims(values));
            remembered.remember(digest, caller, now, expiry);
            return new Verdict.Accepted(caller);
        } catch (Refuse refuse) {
            return new Verdict.Refused(refuse.refusal);
        } catch (BadJWSException badSignature) {
            return invalid("The token's signature is wrong", OTHER_TOKEN);
        } catch (BadJWTException badPayload) {
            return invalid("The token's claims cannot be read", OTHER_TOKEN);
        } catch (BadJOSEException noKey) {
            return invalid("The token's type or signing key is not known here", OTHER_TOKEN);
        } catch (KeySourceException noKeys) {
            // The message names the provider's address and the network error; the token is no part of it.
            LOG.warn("The issuer's keys cannot be had: {}", noKeys.getMessage());
            return new Verdict.Refused(Refusal.of(
                    Rule.TOKEN_UNVERIFIABLE,
                    "The issuer's keys cannot be had at the moment, so that no token can be judged.",
                    "Send the request again later."));
        } catch (JOSEException | IllegalArgumentException odd) {
            return invalid("The token cannot be verified with the issuer's key", OTHER_TOKEN);
        }
    }

    private static SignedJWT parse(String token) throws Refuse {
        var parts = token.split("\\.", -1);
        if (parts.length == 5) {
            throw new Refuse("The token is encrypted", OTHER_TOKEN);
        }
        if (parts.length != 3) {
            throw new Refuse("The token is no signed JWT of three parts", OTHER_TOKEN);
        }
        try {
            var header = new Base64URL(parts[0]);
            if (unsigned(header, parts[2])) {
                throw new Refuse("The token is not signed", OTHER_TOKEN);
            }
            return new SignedJWT(header, new Base64URL(parts[1]), new Base64URL(parts[2]));
        } catch (ParseException | IllegalArgumentException odd) {
            throw new Refuse("The token's header cannot be read", OTHER_TOKEN);
        }
    }

    private static boolean unsigned(Base64URL header, String signature) throws ParseException {
        return signature.isEmpty()
                || "none"
                        .equalsIgnoreCase(Header.parseAlgorithm(JSONObjectUtils.parse(header.decodeToString()))
                                .getName());
    }

    private void checkHeader(JWSHeader header) throws Refuse {
        if (!rules.algorithms().contains(header.getAlgorithm())) {
            throw new Refuse("The token's signature algorithm is not allowed here", OTHER_TOKEN);
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new Refuse("The token's header has critical parameters", OTHER_TOKEN);
        }
    }

    private Instant checkTimes(JWTClaimsSet claims, Instant now) throws Refuse {
        if (claims.getExpirationTime() == null) {
            throw new Refuse("The token has no time of expiry (exp)", OTHER_TOKEN);
        }
        var expiry = claims.getExpirationTime().toInstant();
        if (!now.minus(rules.skew()).isBefore(expiry)) {
            throw new Refuse("The token has expired", NEW_TOKEN);
        }
        var latest = now.plus(rules.skew());
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(latest)) {
            throw new Refuse("The token is not valid yet (nbf)", "Send it later, or check the clocks.");
        }
        if (claims.getIssueTime() != null && claims.getIssueTime().toInstant().isAfter(latest)) {
            throw new Refuse("The token was issued in the future (iat)", "Check the clocks of issuer and server.");
        }
        return expiry;
    }

    private void checkParties(JWTClaimsSet claims) throws Refuse {
        if (!rules.issuer().equals(claims.getIssuer())) {
            throw new Refuse("The token is of another issuer (iss)", OTHER_TOKEN);
        }
        if (rules.audience()
                .filter(wanted -> !claims.getAudience().contains(wanted))
                .isPresent()) {
            throw new Refuse(
                    "The token is for another audience (aud)",
                    "Ask the issuer for a token whose audience is this server.");
        }
    }

    /** Returns the subject of the JSON itself, since the library takes a number for a name. */
    private static String subject(Map<String, Object> claims) throws Refuse {
        if (claims.get("sub") instanceof String subject && !subject.isBlank()) {
            return subject;
        }
        throw new Refuse("The token names nobody (sub)", OTHER_TOKEN);
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> claims) {
        var present = new HashMap<>(claims);
        present.values().removeIf(value -> value == null);
        return present;
    }

    private static Verdict invalid(String text, String remedy) {
        return new Verdict.Refused(Refusal.of(Rule.TOKEN_INVALID, text + ".", remedy));
    }

    /** Carries a refusal out of the checks; never leaves this class. */
    private static final class Refuse extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Refusal refusal;

        Refuse(String text, String remedy) {
            super(text, null, false, false);
            refusal = Refusal.of(Rule.TOKEN_INVALID, text + ".", remedy);
        }
    }
}
