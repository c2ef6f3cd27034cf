package io.frontdesk.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An issuer with one RSA and one EC key, whose clock stands still. */
public final class Issuer {

    public static final String NAME = "https://idp.test/realms/clinic";
    public static final String AUDIENCE = "frontdesk";
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final RSAKey RSA = rsa("rsa");
    static final ECKey EC = ec();

    private Issuer() {}

    public static JWKSet publicKeys() {
        return new JWKSet(List.of(RSA, EC)).toPublicJWKSet();
    }

    static Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", NAME);
        claims.put("aud", AUDIENCE);
        claims.put("sub", "practitioner-7");
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.getEpochSecond() + 300);
        claims.put("realm_access", Map.of("roles", List.of("Appointment.read", "Appointment.update")));
        return claims;
    }

    static String token() {
        return token(claims -> {});
    }

    public static String token(Consumer<Map<String, Object>> change) {
        var claims = claims();
        change.accept(claims);
        return sign(header(JWSAlgorithm.RS256).build(), JSONObjectUtils.toJSONString(claims), RSA);
    }

    static String token(JWSHeader header) {
        return sign(header, JSONObjectUtils.toJSONString(claims()), RSA);
    }

    static JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID("rsa").type(JOSEObjectType.JWT);
    }

    static String sign(JWSHeader header, String payload, RSAKey key) {
        try {
            var token = new JWSObject(header, new Payload(payload));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String signWithCurve(JWSHeader header, String payload) {
        try {
            var token = new JWSObject(header, new Payload(payload));
            token.sign(new ECDSASigner(EC));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Returns a token put together from its parts' JSON, with the signature given. */
    static String forged(String header, String payload, String signature) {
        return base64(header) + "." + base64(payload) + "." + signature;
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
