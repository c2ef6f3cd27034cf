package io.frontdesk.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveredProviderTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer http;
    private String issuer;
    private volatile String says = "";

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + http.getAddress().getPort() + "/realm";
        http.createContext("/realm/.well-known/openid-configuration", exchange -> {
            asked.incrementAndGet();
            byte[] body = says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private Map<String, Object> metadata() {
        return new DiscoveredProvider(issuer, Optional.empty()).metadata();
    }

    @Test
    void passesOnWhatClientsNeed() {
        says = "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"https://idp.test/token\","
                + "\"authorization_endpoint\":\"https://idp.test/auth\",\"jwks_uri\":\"" + issuer + "/jwks\","
                + "\"code_challenge_methods_supported\":[\"S256\"],\"grant_types_supported\":[\"client_credentials\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\"],\"claims_supported\":[\"sub\"]}";

        assertThat(metadata())
                .containsEntry("issuer", issuer)
                .containsEntry("token_endpoint", "https://idp.test/token")
                .containsEntry("authorization_endpoint", "https://idp.test/auth")
                .containsEntry("jwks_uri", issuer + "/jwks")
                .containsEntry("grant_types_supported", List.of("client_credentials"))
                .containsEntry("token_endpoint_auth_methods_supported", List.of("private_key_jwt"))
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .doesNotContainKey("claims_supported");
    }

    @Test
    void knowsWhatAProviderMeansThatSaysLittle() {
        says = "{\"issuer\":\"" + issuer + "\"}";

        assertThat(metadata())
                .containsEntry("grant_types_supported", List.of("authorization_code", "implicit"))
                .containsEntry("token_endpoint_auth_methods_supported", List.of("client_secret_basic"))
                .doesNotContainKeys("token_endpoint", "code_challenge_methods_supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"issuer\":\"https://other.test\",\"token_endpoint\":\"https://other.test/token\"}",
            })
    void namesOnlyTheIssuerWhenItsConfigurationIsNone(String configuration) {
        says = configuration;

        assertThat(metadata()).containsOnly(Map.entry("issuer", issuer));
    }

    @Test
    void namesNoAddressThatSomebodyBetweenCouldChange() {
        says = "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"http://idp.test/token\","
                + "\"authorization_endpoint\":\"javascript:alert(1)\",\"jwks_uri\":7}";

        assertThat(metadata()).doesNotContainKeys("token_endpoint", "authorization_endpoint", "jwks_uri");
    }

    @Test
    void asksOnceForManyAnswers() {
        says = "{\"issuer\":\"" + issuer + "\"}";
        var provider = new DiscoveredProvider(issuer, Optional.of("https://keys.test/jwks"));

        assertThat(provider.metadata()).containsEntry("jwks_uri", "https://keys.test/jwks");
        provider.metadata();
        assertThat(asked).hasValue(1);
    }

    @Test
    void worksWhileTheProviderIsAway() {
        http.stop(0);
        var provider = new DiscoveredProvider(issuer, Optional.of("/etc/keys.json"));

        assertThat(provider.metadata()).containsOnly(Map.entry("issuer", issuer));
        assertThat(provider.metadata()).containsOnly(Map.entry("issuer", issuer));
    }
}
