package io.frontdesk.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A token issuer for one machine and one run: its key is made at start and dies with the process.
 *
 * <p>The key is P-256, not RSA: making one took about 50 ms at a cold start against 450 to 1,300 for RSA-2048, and that
 * checking a signature takes four times as long is hidden by the memory of verified tokens. Thread-safe.
 */
public final class DevIdentity implements Provider {

    /** How long a token lives. */
    static final Duration LIFE = Duration.ofHours(1);

    private final String issuer;
    private final Optional<String> audience;
    private final Clock clock;
    private final ECKey key;

    /**
     * Makes the key.
     *
     * @param issuer the URL under which keys and tokens are served
     * @param audience the audience of the tokens, if one is demanded
     */
    public DevIdentity(String issuer, Optional<String> audience, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        try {
            key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException absent) {
            throw new IllegalStateException("Every Java platform has P-256", absent);
        }
    }

    /** Returns the issuer, as in the tokens. */
    public String issuer() {
        return issuer;
    }

    @Override
    public Map<String, Object> metadata() {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("issuer", issuer);
        metadata.put("jwks_uri", issuer + "/jwks");
        metadata.put("token_endpoint", issuer + "/token");
        metadata.put("token_endpoint_auth_methods_supported", List.of("none"));
        metadata.put("grant_types_supported", List.of("client_credentials"));
        return metadata;
    }

    /** Returns the public key for checking tokens in this process. */
    public JWKSource<SecurityContext> keys() {
        return new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()));
    }

    /** Returns the public key as a JWK Set (RFC 7517 section 5). */
    String jwks() {
        return JSONObjectUtils.toJSONString(new JWKSet(key).toJSONObject());
    }

    /** Returns a token with the claims of the request and those that only an issuer may set. */
    String token(TokenRequest request) {
        var now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "dev-user");
        audience.ifPresent(value -> claims.put("aud", value));
        claims.putAll(request.claims());
        claims.put("iss", issuer);
        claims.put("iat", now);
        claims.put("exp", now + LIFE.toSeconds());
        claims.put("jti", UUID.randomUUID().toString());
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        var token = new JWSObject(header, new Payload(JSONObjectUtils.toJSONString(claims)));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException broken) {
            throw new IllegalStateException("A fresh P-256 key signs", broken);
        }
        return token.serialize();
    }
}
