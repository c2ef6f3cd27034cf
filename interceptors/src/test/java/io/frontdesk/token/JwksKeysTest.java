package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import io.frontdesk.decision.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksKeysTest {

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer provider;
    private String base;

    @BeforeEach
    void startProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            requests.incrementAndGet();
            var document = documents.get(exchange.getRequestURI().getPath());
            var body = String.valueOf(document).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(document == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        base = "http://127.0.0.1:" + provider.getAddress().getPort();
        documents.put(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + base + "/realm\",\"jwks_uri\":\"" + base + "/keys\"}");
        documents.put("/keys", Issuer.publicKeys().toString());
    }

    @AfterEach
    void stopProvider() {
        provider.stop(0);
    }

    @Test
    void findsTheKeysByDiscoveryAndOnlyOnce() throws IOException {
        try (var keys = JwksKeys.discovered(base + "/realm")) {
            assertThat(requests).as("before the first token").hasValue(0);
            assertThat(judge(keys, Issuer.token())).isEqualTo("good");
            assertThat(judge(keys, Issuer.token(claims -> claims.put("jti", "2"))))
                    .isEqualTo("good");
            assertThat(requests).as("configuration and keys").hasValue(2);
        }
    }

    @Test
    void findsTheKeysOfAnIssuerThatEndsInASlash() throws IOException {
        documents.put(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + base + "/realm/\",\"jwks_uri\":\"" + base + "/keys\"}");
        try (var keys = JwksKeys.discovered(base + "/realm/")) {
            assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        }
    }

    @Test
    void takesAKeyThatCameLater() throws IOException {
        documents.put("/keys", new JWKSet(Issuer.EC).toPublicJWKSet().toString());
        try (var keys = JwksKeys.at(base + "/keys")) {
            judge(
                    keys,
                    Issuer.signWithCurve(
                            Issuer.header(JWSAlgorithm.ES256).keyID("ec").build(), "{}"));
            documents.put("/keys", Issuer.publicKeys().toString());

            assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        }
    }

    @Test
    void asksTheIssuerRarelyHoweverManyUnknownKeysAreNamed() throws IOException {
        try (var keys = JwksKeys.at(base + "/keys")) {
            for (int i = 0; i < 20; i++) {
                var unknown =
                        Issuer.header(JWSAlgorithm.RS256).keyID("unknown" + i).build();
                assertThat(judge(keys, Issuer.token(unknown))).isEqualTo(Rule.TOKEN_INVALID.id());
            }
            assertThat(requests.get()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void cannotJudgeWhileTheIssuerIsAwayAndDoesNotSayThatTheTokenIsBad() throws IOException {
        provider.stop(0);
        try (var keys = JwksKeys.discovered(base + "/realm")) {
            for (int i = 0; i < 5; i++) {
                assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
            }
        }
    }

    @Test
    void keepsJudgingKnownKeysWhenTheIssuerGoesAway() throws IOException {
        try (var keys = JwksKeys.discovered(base + "/realm")) {
            judge(keys, Issuer.token());
            provider.stop(0);

            assertThat(judge(keys, Issuer.token(claims -> claims.put("jti", "2"))))
                    .isEqualTo("good");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[]",
                "{}",
                "{\"issuer\":\"https://other.test\",\"jwks_uri\":\"BASE/keys\"}",
                "{\"issuer\":\"BASE/realm\"}",
                "{\"issuer\":\"BASE/realm\",\"jwks_uri\":\"http://other.test/keys\"}",
                "{\"issuer\":\"BASE/realm\",\"jwks_uri\":\"file:///etc/passwd\"}",
                "{\"issuer\":\"BASE/realm\",\"jwks_uri\":\"BASE/nothing\"}",
            })
    void trustsNoOddConfiguration(String configuration) throws IOException {
        documents.put("/realm/.well-known/openid-configuration", configuration.replace("BASE", base));
        try (var keys = JwksKeys.discovered(base + "/realm")) {
            assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
        }
    }

    @Test
    void takesNoEndlessDocument() throws IOException {
        documents.put("/keys", " ".repeat(600 * 1024) + Issuer.publicKeys());
        try (var keys = JwksKeys.at(base + "/keys")) {
            assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
        }
    }

    @Test
    void readsKeysFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("keys.json"), Issuer.publicKeys().toString());
        try (var keys = JwksKeys.in(file)) {
            assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        }
    }

    @Test
    void refusesAFileWithoutKeys(@TempDir Path folder) throws IOException {
        var odd = Files.writeString(folder.resolve("odd.json"), "hello");
        var empty = Files.writeString(folder.resolve("empty.json"), "{\"keys\":[]}");
        var secret = Files.writeString(
                folder.resolve("secret.json"), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"rsa\"}]}");

        for (var file : List.of(odd, empty, secret, folder, folder.resolve("absent.json"))) {
            assertThatThrownBy(() -> JwksKeys.in(file))
                    .isInstanceOf(UnusableKeysException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Name a file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.test/realm",
                "http://127.0.0.1.evil.test/",
                "ftp://idp.test",
                "idp.test",
                "",
                "https://",
                "http://a b"
            })
    void refusesAnAddressThatCannotBeTrusted(String address) {
        assertThatThrownBy(() -> JwksKeys.discovered(address)).isInstanceOf(UnusableKeysException.class);
        assertThatThrownBy(() -> JwksKeys.at(address)).isInstanceOf(UnusableKeysException.class);
    }

    private static String judge(JwksKeys keys, String token) {
        var verifier = new TokenVerifier(keys, TokenRules.of(Issuer.NAME, Optional.empty()), Issuer.CLOCK);
        return verifier.verify(List.of("Bearer " + token)) instanceof Verdict.Refused refused
                ? refused.why().rule().id()
                : "good";
    }
}
