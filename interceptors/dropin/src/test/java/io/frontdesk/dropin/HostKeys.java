package io.frontdesk.dropin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;

/** An issuer of tokens, made of nothing but the JDK: the libraries in the jar are nobody else's. */
final class HostKeys {

    static final String ISSUER = "https://issuer.example.org";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFE_SECONDS = 3_600;

    private final KeyPair keys;

    HostKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the public key as a JWK Set (RFC 7517) and returns where. */
    Path published() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        try {
            Path file = Files.createTempFile("keys", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file,
                    "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"1\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                            .formatted(number(key.getModulus()), number(key.getPublicExponent())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a token (RFC 7519) of somebody with the roles. */
    String token(Collection<String> roles) {
        return token("\"realm_access\":{\"roles\":[%s]}"
                .formatted(roles.stream().map(role -> '"' + role + '"').collect(Collectors.joining(","))));
    }

    /** Returns a token of somebody with further claims, as members of a JSON object. */
    String token(String more) {
        String claims = "{\"iss\":\"%s\",\"sub\":\"somebody\",\"iat\":%d,\"exp\":%d,%s}"
                .formatted(ISSUER, Instant.now().getEpochSecond(), Instant.now().getEpochSecond() + LIFE_SECONDS, more);
        String signed = text("{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"JWT\"}") + "." + text(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        // The sign takes a byte of its own.
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
