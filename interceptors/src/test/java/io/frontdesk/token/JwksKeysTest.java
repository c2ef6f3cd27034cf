package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksKeysTest {

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<Instant> time = new AtomicReference<>(Issuer.NOW);
    private final Clock clock = new SetClock(time);
    private HttpServer provider;
    private String base;

    @BeforeEach
    void startProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            requests.incrementAndGet();
            var document = documents.get(exchange.getRequestURI().getPath());
            if (exchange.getRequestURI().getPath().equals("/moved")) {
                exchange.getResponseHeaders().add("Location", base + "/keys");
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
                return;
            }
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
        var keys = JwksKeys.discovered(base + "/realm", KeyLife.usual(), clock);
        assertThat(requests).as("before the first token").hasValue(0);
        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        assertThat(judge(keys, Issuer.token(claims -> claims.put("jti", "2")))).isEqualTo("good");
        assertThat(requests).as("configuration and keys").hasValue(2);
    }

    @Test
    void findsTheKeysOfAnIssuerThatEndsInASlash() throws IOException {
        documents.put(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + base + "/realm/\",\"jwks_uri\":\"" + base + "/keys\"}");
        var keys = JwksKeys.discovered(base + "/realm/", KeyLife.usual(), clock);
        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
    }

    @Test
    void takesAKeyThatCameLater() throws IOException {
        documents.put("/keys", new JWKSet(Issuer.EC).toPublicJWKSet().toString());
        var keys = JwksKeys.at(base + "/keys", KeyLife.usual(), clock);
        judge(
                keys,
                Issuer.signWithCurve(
                        Issuer.header(JWSAlgorithm.ES256).keyID("ec").build(), "{}"));
        documents.put("/keys", Issuer.publicKeys().toString());

        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
    }

    @Test
    void asksTheIssuerRarelyHoweverManyUnknownKeysAreNamed() throws IOException {
        var keys = JwksKeys.at(base + "/keys", KeyLife.usual(), clock);
        for (int i = 0; i < 20; i++) {
            var unknown = Issuer.header(JWSAlgorithm.RS256).keyID("unknown" + i).build();
            assertThat(judge(keys, Issuer.token(unknown))).isEqualTo(Rule.TOKEN_INVALID.id());
        }
        assertThat(requests.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void cannotJudgeWhileTheIssuerIsAwayAndDoesNotSayThatTheTokenIsBad() throws IOException {
        provider.stop(0);
        var keys = JwksKeys.discovered(base + "/realm", KeyLife.usual(), clock);
        for (int i = 0; i < 5; i++) {
            assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
        }
    }

    @Test
    void forgetsAWithdrawnKeyWhenTheKeysHaveBeenKeptLongEnough() {
        var keys = JwksKeys.at(base + "/keys", KeyLife.usual(), clock);
        judge(keys, Issuer.token());
        documents.put("/keys", new JWKSet(Issuer.EC).toPublicJWKSet().toString());

        pass(Duration.ofSeconds(299));
        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        pass(Duration.ofSeconds(1));
        assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_INVALID.id());
    }

    @Test
    void bridgesAnOutageForAsLongAsItIsToldTo() {
        var keys = JwksKeys.discovered(base + "/realm", KeyLife.usual(), clock);
        judge(keys, Issuer.token());
        provider.stop(0);

        for (int seconds = 0; seconds < 3_600; seconds += 10) {
            assertThat(judge(keys, Issuer.token())).as("after %s s", seconds).isEqualTo("good");
            pass(Duration.ofSeconds(10));
        }
        pass(Duration.ofMinutes(5));
        for (int i = 0; i < 5; i++) {
            assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
        }
    }

    @Test
    void bridgesNoOutageWhenToldNotTo() {
        var keys = JwksKeys.at(
                base + "/keys", new KeyLife(Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ZERO), clock);
        judge(keys, Issuer.token());
        provider.stop(0);

        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
        pass(Duration.ofMinutes(1));
        assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
    }

    @Test
    void feelsNothingOfAnIssuerThatIsAwayWhenTheKeysRunOut() {
        var keys = JwksKeys.at(base + "/keys", KeyLife.usual(), clock);
        judge(keys, Issuer.token());
        documents.remove("/keys");
        for (int i = 0; i < 100; i++) {
            var unknown = Issuer.header(JWSAlgorithm.RS256).keyID("unknown" + i).build();
            assertThat(judge(keys, Issuer.token(unknown))).isEqualTo(Rule.TOKEN_INVALID.id());
            assertThat(judge(keys, Issuer.token())).isEqualTo("good");
            pass(Duration.ofSeconds(7));
        }
    }

    @Test
    void followsNoRedirect() {
        var keys = JwksKeys.at(base + "/moved", KeyLife.usual(), clock);

        assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
    }

    @Test
    void rejectsTimesThatFloodTheIssuerOrNeverForget() {
        var usual = KeyLife.usual();
        for (var kept : List.of(Duration.ofSeconds(59), Duration.ofHours(25), usual.between())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyLife(kept, usual.between(), usual.outage()));
        }
        for (var between : List.of(Duration.ZERO, usual.kept())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyLife(usual.kept(), between, usual.outage()));
        }
        for (var outage : List.of(Duration.ofSeconds(-1), Duration.ofHours(25))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyLife(usual.kept(), usual.between(), outage));
        }
    }

    @Test
    void keepsJudgingKnownKeysWhenTheIssuerGoesAway() throws IOException {
        var keys = JwksKeys.discovered(base + "/realm", KeyLife.usual(), clock);
        judge(keys, Issuer.token());
        provider.stop(0);

        assertThat(judge(keys, Issuer.token(claims -> claims.put("jti", "2")))).isEqualTo("good");
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
        var keys = JwksKeys.discovered(base + "/realm", KeyLife.usual(), clock);
        assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
    }

    @Test
    void takesNoEndlessDocument() throws IOException {
        documents.put("/keys", " ".repeat(600 * 1024) + Issuer.publicKeys());
        var keys = JwksKeys.at(base + "/keys", KeyLife.usual(), clock);
        assertThat(judge(keys, Issuer.token())).isEqualTo(Rule.TOKEN_UNVERIFIABLE.id());
    }

    @Test
    void readsKeysFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("keys.json"), Issuer.publicKeys().toString());
        var keys = JwksKeys.in(file, KeyLife.usual(), clock);
        assertThat(judge(keys, Issuer.token())).isEqualTo("good");
    }

    @Test
    void refusesAFileWithoutKeys(@TempDir Path folder) throws IOException {
        var odd = Files.writeString(folder.resolve("odd.json"), "hello");
        var empty = Files.writeString(folder.resolve("empty.json"), "{\"keys\":[]}");
        var secret = Files.writeString(
                folder.resolve("secret.json"), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"rsa\"}]}");

        for (var file : List.of(odd, empty, secret, folder, folder.resolve("absent.json"))) {
            assertThatThrownBy(() -> JwksKeys.in(file, KeyLife.usual(), clock))
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
        assertThatThrownBy(() -> JwksKeys.discovered(address, KeyLife.usual(), clock))
                .isInstanceOf(UnusableKeysException.class);
        assertThatThrownBy(() -> JwksKeys.at(address, KeyLife.usual(), clock))
                .isInstanceOf(UnusableKeysException.class);
    }

    private void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    private static String judge(JwksKeys keys, String token) {
        var verifier = new TokenVerifier(keys, TokenRules.of(Issuer.NAME, Optional.empty()), Issuer.CLOCK);
        return verifier.verify(List.of("Bearer " + token)) instanceof Verdict.Refused refused
                ? refused.why().rule().id()
                : "good";
    }
}
