package io.frontdesk.server.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** An OpenID provider on this machine whose tokens have the claims that Keycloak gives. */
final class TestIssuer implements AutoCloseable {

    static final String AUDIENCE = "frontdesk";

    private static final ObjectMapper JSON = new ObjectMapper();

    final RSAKey rsa = rsa("rsa", null, null);
    final RSAKey pss = rsa("pss", KeyUse.SIGNATURE, JWSAlgorithm.PS256);
    final RSAKey encryption = rsa("encryption", KeyUse.ENCRYPTION, null);
    final RSAKey weak = weak();
    final ECKey curve = curve();
    private final HttpServer http;
    private volatile boolean up;

    TestIssuer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        serve(
                "/realms/clinic/.well-known/openid-configuration",
                "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/certs\"}");
        serve(
                "/realms/clinic/certs",
                new JWKSet(List.of(rsa, pss, encryption, weak, curve))
                        .toPublicJWKSet()
                        .toString());
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/realms/clinic";
    }

    /** Answers from now on; before, every answer is 503. */
    void up() {
        up = true;
    }

    /** Returns the claims of an access token as Keycloak lays them out. */
    ObjectNode claims() {
        var now = Instant.now().getEpochSecond();
        var claims = JSON.createObjectNode();
        claims.put("exp", now + 300)
                .put("iat", now)
                .put("jti", UUID.randomUUID().toString());
        claims.put("iss", url()).put("sub", UUID.randomUUID().toString()).put("typ", "Bearer");
        claims.putArray("aud").add(AUDIENCE).add("account");
        claims.put("azp", "front-desk.clinic.example.org")
                .put("sid", UUID.randomUUID().toString())
                .put("acr", "1")
                .put("scope", "openid profile email")
                .put("preferred_username", "dr-hansen");
        claims.putArray("allowed-origins").add("https://clinic.example.org");
        claims.putObject("realm_access")
                .putArray("roles")
                .add("offline_access")
                .add("Appointment.*")
                .add("Patient.*");
        claims.putObject("resource_access")
                .putObject("front-desk.clinic.example.org")
                .putArray("roles")
                .add("Appointment.read")
                .add("Appointment.search");
        return claims;
    }

    String token(ObjectNode claims) {
        return sign("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"rsa\"}", claims.toString());
    }

    String sign(String header, String claims) {
        return sign(header, claims, key(rsa));
    }

    String sign(String header, String claims, PrivateKey key) {
        return sign(header, claims.getBytes(StandardCharsets.UTF_8), key);
    }

    /** Signs exactly what it is given, by the algorithm that the header names, or by RS256 when it names another. */
    String sign(String header, byte[] claims, PrivateKey key) {
        var content = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims);
        try {
            var signature = signature(header);
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature signature(String header) throws GeneralSecurityException {
        if (header.contains("\"alg\":\"ES256\"")) {
            return Signature.getInstance("SHA256withECDSAinP1363Format");
        }
        if (header.contains("\"alg\":\"PS256\"")) {
            var signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return signature;
        }
        return Signature.getInstance("SHA256withRSA");
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static PrivateKey key(RSAKey key) {
        try {
            return key.toPrivateKey();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(String path, String document) {
        http.createContext(path, exchange -> {
            var body = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(up ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    static RSAKey rsa(String id, KeyUse use, JWSAlgorithm algorithm) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(use)
                    .algorithm(algorithm)
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAKey weak() {
        try {
            return new RSAKeyGenerator(1024, true).keyID("weak").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey curve() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
