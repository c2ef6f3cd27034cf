package io.frontdesk.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who asks: tells a good bearer token (RFC 6750, RFC 7519, best practice of RFC 8725) from a bad one, and takes a
 * client certificate for a proof where the rules allow it.
 *
 * <p>A token is good when it is a signed JWT of an allowed algorithm, its signature fits a {@link StrongKeys strong} key of
 * the issuer that is meant for it ({@code use}, {@code alg}, {@code key_ops}), the header asks for nothing critical (RFC
 * 7515 section 4.1.11; the keys that a header may carry or point at are ignored), {@code iss} and {@code aud} are the
 * expected ones, {@code exp} is present and to come, {@code nbf} and {@code iat} are not to come, it is an access token, and
 * {@code sub} names somebody. A token that is bound to a client certificate (RFC 8705) is good on a connection of that
 * certificate only.
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
    private static final String RETRY_SECONDS = "30";

    private final TokenRules rules;
    private final ClaimRules claimRules;
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
        this.claimRules = new ClaimRules(rules);
        this.clock = clock;
        processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(rules.algorithms(), new StrongKeys(keys)));
        // "at+jwt" is RFC 9068; most issuers still write "JWT" or nothing.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        // The claims are checked here, by our clock and with a text for each check.
        processor.setJWTClaimsSetVerifier(null);
    }

    /** Returns whom the token of a request without a client certificate stands for. */
    public Verdict verify(List<String> authorization) {
        return verify(authorization, Optional.empty());
    }

    /**
     * Returns who sends a request.
     *
     * @param authorization the value of every Authorization header of the request
     * @param certificate the client certificate of its connection, verified by the TLS layer
     * @return the caller, or a refusal with {@link Rule#TOKEN_MISSING} (no token was sent), {@link Rule#TOKEN_INVALID} (it is
     *     no good), {@link Rule#TOKEN_UNVERIFIABLE} (the issuer's keys cannot be had) or {@link Rule#CERTIFICATE_INVALID}
     */
    public Verdict verify(List<String> authorization, Optional<X509Certificate> certificate) {
        var now = clock.instant();
        var proven = certificate.filter(given -> rules.clientCertificates());
        if (proven.isPresent()) {
            var byCertificate = ClientCertificate.judge(proven.get(), now);
            if (authorization.isEmpty() || byCertificate instanceof Verdict.Refused) {
                return byCertificate;
            }
        }
        try {
            var token = verify(authorization, now);
            checkHolder(token, certificate);
            return new Verdict.Accepted(proven.map(ClientCertificate::claims)
                    .map(claims -> new Caller.Authenticated(
                            token.caller().subject(), token.caller().claims().with(claims)))
                    .orElse(token.caller()));
        } catch (BadTokenException bad) {
            return new Verdict.Refused(withCertificateNamed(bad.refusal()));
        } catch (KeySourceException noKeys) {
            // The message names the provider's address and the network error; the token is no part of it.
            LOG.warn("The issuer's keys cannot be had: {}", noKeys.getMessage());
            return new Verdict.Refused(Refusal.of(
                            Rule.TOKEN_UNVERIFIABLE,
                            "The issuer's keys cannot be had at the moment, so that no token can be judged.",
                            "Send the request again later.")
                    .withHeader("Retry-After", RETRY_SECONDS));
        }
    }

    private VerifiedToken verify(List<String> authorization, Instant now) throws BadTokenException, KeySourceException {
        var token = BearerHeader.read(authorization);
        var digest = VerifiedTokens.Digest.of(token);
        var known = remembered.find(digest, now);
        return known.isPresent() ? known.get() : verify(token, digest, now);
    }

    private VerifiedToken verify(String token, VerifiedTokens.Digest digest, Instant now)
            throws BadTokenException, KeySourceException {
        try {
            var signed = CompactToken.parse(token);
            if (!rules.algorithms().contains(signed.getHeader().getAlgorithm())) {
                throw bad("The token's signature algorithm is not allowed here");
            }
            var claims = processor.process(signed, null);
            var expiry = claimRules.checkTimes(claims, now);
            claimRules.checkParties(claims);
            var values = object(CompactToken.claims(signed));
            ClaimRules.checkKind(values);
            var verified = new VerifiedToken(
                    new Caller.Authenticated(ClaimRules.subject(values), new Claims(values)),
                    ClaimRules.boundTo(values));
            remembered.remember(digest, verified, now, expiry);
            return verified;
        } catch (BadJWSException badSignature) {
            throw bad("The token's signature is wrong");
        } catch (BadJWTException | ParseException badPayload) {
            throw bad("The token's claims cannot be read");
        } catch (BadJOSEException noKey) {
            throw bad("The token's type or signing key is not known here");
        } catch (KeySourceException noKeys) {
            throw noKeys;
        } catch (JOSEException | IllegalArgumentException odd) {
            throw bad("The token cannot be verified with the issuer's key");
        }
    }

    /** Checks at each request, also for a token that is remembered: the thief has another certificate or none. */
    private static void checkHolder(VerifiedToken token, Optional<X509Certificate> certificate)
            throws BadTokenException {
        if (token.boundTo().isPresent() && !token.boundTo().equals(certificate.map(ClientCertificate::thumbprint))) {
            throw new BadTokenException(
                    "The token is bound to another client certificate (cnf)",
                    "Send it on a connection with the certificate that it was issued for.");
        }
    }

    private Refusal withCertificateNamed(Refusal refusal) {
        return refusal.rule() == Rule.TOKEN_MISSING && rules.clientCertificates()
                ? Refusal.of(
                        refusal.rule(),
                        refusal.text(),
                        "Send a token of the issuer as 'Authorization: Bearer', or connect with a client certificate.")
                : refusal;
    }

    private static Map<String, Object> object(String json) throws BadTokenException, ParseException {
        // The library takes a list of pairs for an object.
        if (!json.stripLeading().startsWith("{")) {
            throw bad("The token's claims are no JSON object");
        }
        var claims = new HashMap<>(JSONObjectUtils.parse(json));
        claims.values().removeIf(value -> value == null);
        // Only a certificate may say what a certificate says.
        claims.keySet()
                .removeIf(
                        name -> name.equals(ClientCertificate.CLAIM) || name.startsWith(ClientCertificate.CLAIM + "."));
        return claims;
    }

    private static BadTokenException bad(String text) {
        return new BadTokenException(text, BadTokenException.OTHER_TOKEN);
    }
}
