package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.frontdesk.decision.Rule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {

    private static final JWKSource<SecurityContext> KEYS = new ImmutableJWKSet<>(Issuer.publicKeys());
    private static final TokenRules RULES = TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE));

    private final TokenVerifier verifier = new TokenVerifier(KEYS, RULES, Issuer.CLOCK);

    static Stream<Arguments> goodTokens() {
        var claims = JSONObjectUtils.toJSONString(Issuer.claims());
        return Stream.of(
                arguments("RS256", Issuer.token()),
                arguments(
                        "PS512", Issuer.token(Issuer.header(JWSAlgorithm.PS512).build())),
                arguments(
                        "ES256",
                        Issuer.signWithCurve(
                                new JWSHeader.Builder(JWSAlgorithm.ES256)
                                        .keyID("ec")
                                        .build(),
                                claims)),
                arguments("no key id", Issuer.token(new JWSHeader.Builder(JWSAlgorithm.RS256).build())),
                arguments(
                        "at+jwt",
                        Issuer.token(Issuer.header(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("at+jwt"))
                                .build())),
                arguments(
                        "jku and x5u are ignored",
                        Issuer.token(Issuer.header(JWSAlgorithm.RS256)
                                .jwkURL(URI.create("http://127.0.0.1:1/evil"))
                                .x509CertURL(URI.create("http://127.0.0.1:1/evil"))
                                .build())),
                arguments("said to be an access token", changed(c -> c.put("typ", "Bearer"))),
                arguments(
                        "a header member that nobody knows",
                        Issuer.token(Issuer.header(JWSAlgorithm.RS256)
                                .customParam("zap", "DEF")
                                .build())),
                arguments("aud list", changed(c -> c.put("aud", List.of("other", Issuer.AUDIENCE)))),
                arguments("expired within skew", changed(c -> c.put("exp", at(-59)))),
                arguments("nbf within skew", changed(c -> c.put("nbf", at(60)))),
                arguments("iat within skew", changed(c -> c.put("iat", at(60)))),
                arguments("no iat", changed(c -> c.remove("iat"))),
                arguments("a claim that is null", changed(c -> c.put("nickname", null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodTokens")
    void acceptsAGoodToken(String what, String token) {
        var verdict = verifier.verify(List.of("Bearer " + token));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.caller().subject()).isEqualTo("practitioner-7");
            assertThat(accepted.caller().claims().texts("realm_access.roles"))
                    .containsExactlyInAnyOrder("Appointment.read", "Appointment.update");
        });
        assertThat(verifier.verify(List.of("Bearer " + token)))
                .as("seen before")
                .isInstanceOf(Verdict.Accepted.class);
    }

    static Stream<Arguments> badTokens() throws JOSEException {
        var claims = JSONObjectUtils.toJSONString(Issuer.claims());
        var good = Issuer.token();
        var parts = good.split("\\.");
        var stranger = Issuer.rsa("rsa");
        var pairs = "[[\"iss\",\"" + Issuer.NAME + "\"],[\"aud\",\"" + Issuer.AUDIENCE
                + "\"],[\"sub\",\"a\"],[\"exp\",9999999999]]";
        return Stream.of(
                arguments("a word", "hello", "three parts"),
                arguments("two parts", parts[0] + "." + parts[1], "three parts"),
                arguments("four parts", good + ".x", "three parts"),
                arguments("only dots", "..", "not signed"),
                arguments("encrypted", "a.b.c.d.e", "encrypted"),
                arguments("alg none, no signature", Issuer.forged("{\"alg\":\"none\"}", claims, ""), "not signed"),
                arguments("alg none, signature", Issuer.forged("{\"alg\":\"none\"}", claims, "AAAA"), "not signed"),
                arguments("alg nOnE", Issuer.forged("{\"alg\":\"nOnE\"}", claims, "AAAA"), "not signed"),
                arguments("signature cut off", parts[0] + "." + parts[1] + ".", "not signed"),
                arguments("header no JSON", Issuer.forged("hello", claims, "AAAA"), "header"),
                arguments("header a list", Issuer.forged("[]", claims, "AAAA"), "header"),
                arguments("header without alg", Issuer.forged("{}", claims, "AAAA"), "header"),
                arguments("alg a number", Issuer.forged("{\"alg\":256}", claims, "AAAA"), "header"),
                arguments("alg twice", Issuer.forged("{\"alg\":\"none\",\"alg\":\"RS256\"}", claims, "AAAA"), "header"),
                arguments("unknown alg", Issuer.forged("{\"alg\":\"XX1\"}", claims, "AAAA"), "algorithm"),
                arguments("HS256 with the public key as secret", hmac(claims), "algorithm"),
                arguments("ES256K", Issuer.forged("{\"alg\":\"ES256K\"}", claims, "AAAA"), "algorithm"),
                arguments(
                        "crit",
                        Issuer.token(Issuer.header(JWSAlgorithm.RS256)
                                .criticalParams(Set.of("exp"))
                                .customParam("exp", 1)
                                .build()),
                        "critical"),
                arguments(
                        "b64 false without crit",
                        Issuer.forged("{\"alg\":\"RS256\",\"b64\":false}", claims, "AAAA"),
                        "header"),
                arguments(
                        "type of another use",
                        Issuer.token(Issuer.header(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("dpop+jwt"))
                                .build()),
                        "type or signing key"),
                arguments(
                        "unknown key id",
                        Issuer.token(
                                Issuer.header(JWSAlgorithm.RS256).keyID("other").build()),
                        "type or signing key"),
                arguments(
                        "key id of the other key type",
                        Issuer.token(
                                Issuer.header(JWSAlgorithm.RS256).keyID("ec").build()),
                        "type or signing key"),
                arguments(
                        "own key in the header",
                        Issuer.sign(
                                Issuer.header(JWSAlgorithm.RS256)
                                        .jwk(stranger.toPublicJWK())
                                        .build(),
                                claims,
                                stranger),
                        "signature"),
                arguments(
                        "another's key under our id",
                        Issuer.sign(Issuer.header(JWSAlgorithm.RS256).build(), claims, stranger),
                        "signature"),
                arguments(
                        "payload replaced",
                        parts[0] + "." + Issuer.base64(claims.replace("practitioner-7", "admin")) + "." + parts[2],
                        "signature"),
                arguments("algorithm replaced", replaced(good, "RS256", "PS256"), "signature"),
                arguments("signature no base64", parts[0] + "." + parts[1] + ".~~~~", "base64url"),
                arguments("signature padded", good + "=", "base64url"),
                arguments("signature in the other alphabet", otherAlphabet(), "base64url"),
                arguments("signature with stray bits", strayBits(good), "base64url"),
                arguments("payload padded", parts[0] + "." + Issuer.base64("{}") + "==." + parts[2], "characters"),
                arguments("ID token of Keycloak", changed(c -> c.put("typ", "ID")), "no access token"),
                arguments("refresh token of Keycloak", changed(c -> c.put("typ", "Refresh")), "no access token"),
                arguments("kind a number", changed(c -> c.put("typ", 1)), "no access token"),
                arguments("ID token", changed(c -> c.put("at_hash", "x")), "no access token"),
                arguments("logout token", changed(c -> c.put("events", Map.of())), "no access token"),
                arguments("bound by DPoP", changed(c -> c.put("cnf", Map.of("jkt", "x"))), "bound"),
                arguments("bound twice", changed(c -> c.put("cnf", Map.of("jkt", "x", "x5t#S256", "y"))), "bound"),
                arguments("bound to no text", changed(c -> c.put("cnf", Map.of("x5t#S256", 1))), "bound"),
                arguments("bound to nothing", changed(c -> c.put("cnf", "x")), "bound"),
                arguments("bound to a certificate", changed(c -> c.put("cnf", Map.of("x5t#S256", "x"))), "bound"),
                arguments("signature of 1 byte", parts[0] + "." + parts[1] + ".AA", "signature"),
                arguments("payload no JSON", signed("hello"), "claims"),
                arguments("payload a list", signed("[1]"), "claims"),
                arguments("payload a list of pairs", signed(pairs), "claims"),
                arguments("payload deeply nested", signed("[".repeat(8_000)), "claims"),
                arguments("payload empty", signed(""), "claims"),
                arguments("claim twice", signed("{\"sub\":\"a\",\"sub\":\"b\"}"), "claims"),
                arguments("sub a number", changed(c -> c.put("sub", 7)), "names nobody"),
                arguments("exp a text", changed(c -> c.put("exp", "tomorrow")), "claims"),
                arguments("no exp", changed(c -> c.remove("exp")), "expiry"),
                arguments("exp null", changed(c -> c.put("exp", null)), "expiry"),
                arguments("expired", changed(c -> c.put("exp", at(-60))), "expired"),
                arguments("exp beyond all time", changed(c -> c.put("exp", Long.MAX_VALUE)), "expired"),
                arguments("exp negative", changed(c -> c.put("exp", -1)), "expired"),
                arguments("not yet valid", changed(c -> c.put("nbf", at(61))), "not valid yet"),
                arguments("issued in the future", changed(c -> c.put("iat", at(61))), "issued in the future"),
                arguments("no iss", changed(c -> c.remove("iss")), "another issuer"),
                arguments("iss with a slash more", changed(c -> c.put("iss", Issuer.NAME + "/")), "another issuer"),
                arguments("iss in capitals", changed(c -> c.put("iss", "HTTPS://idp.test/realms/clinic")), "issuer"),
                arguments("no aud", changed(c -> c.remove("aud")), "audience"),
                arguments("aud of another", changed(c -> c.put("aud", "frontdesk2")), "audience"),
                arguments("aud list of others", changed(c -> c.put("aud", List.of("a", "Frontdesk"))), "audience"),
                arguments("aud empty list", changed(c -> c.put("aud", List.of())), "audience"),
                arguments("no sub", changed(c -> c.remove("sub")), "names nobody"),
                arguments("sub blank", changed(c -> c.put("sub", " ")), "names nobody"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesABadTokenAndNamesTheBrokenCheck(String what, String token, String named) {
        var verdict = verifier.verify(List.of("Bearer " + token));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.why().rule()).isEqualTo(Rule.TOKEN_INVALID);
            assertThat(refused.why().text())
                    .contains(named)
                    .doesNotContain(token)
                    .matches("[ -!#-\\[\\]-~]+");
            assertThat(refused.why().remedy()).isNotBlank().doesNotContain(token);
        });
    }

    static Stream<Arguments> oddHeaders() {
        var good = Issuer.token();
        return Stream.of(
                arguments("none", List.of(), Rule.TOKEN_MISSING),
                arguments("empty", List.of(""), Rule.TOKEN_MISSING),
                arguments("basic", List.of("Basic dXNlcjpwdw=="), Rule.TOKEN_MISSING),
                arguments("token alone", List.of(good), Rule.TOKEN_MISSING),
                arguments("scheme with more letters", List.of("BearerX " + good), Rule.TOKEN_MISSING),
                arguments("scheme alone", List.of("Bearer"), Rule.TOKEN_INVALID),
                arguments("scheme and blanks", List.of("Bearer   "), Rule.TOKEN_INVALID),
                arguments("tab", List.of("Bearer\t" + good), Rule.TOKEN_MISSING),
                arguments("two headers", List.of("Bearer " + good, "Bearer " + good), Rule.TOKEN_INVALID),
                arguments("two in one", List.of("Bearer " + good + ", Bearer " + good), Rule.TOKEN_INVALID),
                arguments("quoted", List.of("Bearer \"" + good + "\""), Rule.TOKEN_INVALID),
                arguments("padding in the middle", List.of("Bearer a=b"), Rule.TOKEN_INVALID),
                arguments("only padding", List.of("Bearer =="), Rule.TOKEN_INVALID),
                arguments("no ASCII", List.of("Bearer \u00e6\u00f8\u00e5"), Rule.TOKEN_INVALID),
                arguments("NUL", List.of("Bearer a\u0000b"), Rule.TOKEN_INVALID),
                arguments("too long", List.of("Bearer " + "a".repeat(16 * 1024 + 1)), Rule.TOKEN_INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddHeaders")
    void refusesAnOddHeader(String what, List<String> headers, Rule rule) {
        assertThat(verifier.verify(headers))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().rule()).isEqualTo(rule));
    }

    @Test
    void readsTheSchemeInAnyCaseAndAfterAnyNumberOfSpaces() {
        var token = Issuer.token();

        for (var header : List.of("bearer " + token, "BEARER " + token, " Bearer   " + token + " ")) {
            assertThat(verifier.verify(List.of(header))).as(header).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void takesAnyAudienceWhenNoneIsAskedFor() {
        var any = new TokenVerifier(KEYS, TokenRules.of(Issuer.NAME, Optional.empty()), Issuer.CLOCK);

        assertThat(any.verify(List.of("Bearer " + changed(c -> c.remove("aud")))))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void saysThatItCannotJudgeWhenTheKeysAreAway() {
        var away = new TokenVerifier(
                (selector, context) -> {
                    throw new KeySourceException("connection refused");
                },
                RULES,
                Issuer.CLOCK);

        assertThat(away.verify(List.of("Bearer " + Issuer.token())))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().rule()).isEqualTo(Rule.TOKEN_UNVERIFIABLE));
    }

    @Test
    void remembersAGoodTokenForAMinute() {
        var asked = new AtomicInteger();
        var time = new AtomicReference<>(Issuer.NOW);
        var counting = new TokenVerifier(counting(asked), RULES, new SetClock(time));
        var header = List.of("Bearer " + Issuer.token());

        counting.verify(header);
        time.set(Issuer.NOW.plusSeconds(59));
        assertThat(counting.verify(header)).isInstanceOf(Verdict.Accepted.class);
        assertThat(asked).hasValue(1);

        time.set(Issuer.NOW.plusSeconds(60));
        assertThat(counting.verify(header)).isInstanceOf(Verdict.Accepted.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotRememberBeyondTheExpiry() {
        var asked = new AtomicInteger();
        var time = new AtomicReference<>(Issuer.NOW);
        var counting = new TokenVerifier(counting(asked), RULES, new SetClock(time));
        var header = List.of("Bearer " + changed(c -> c.put("exp", at(10))));

        counting.verify(header);
        time.set(Issuer.NOW.plusSeconds(10));
        assertThat(counting.verify(header)).as("within the skew").isInstanceOf(Verdict.Accepted.class);
        assertThat(asked).hasValue(2);
        time.set(Issuer.NOW.plusSeconds(70));
        assertThat(counting.verify(header)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void neverRemembersABadToken() {
        var asked = new AtomicInteger();
        var counting = new TokenVerifier(counting(asked), RULES, Issuer.CLOCK);
        var header = List.of("Bearer " + changed(c -> c.remove("sub")));

        counting.verify(header);
        counting.verify(header);

        assertThat(asked).hasValue(2);
    }

    @Test
    void rejectsRulesThatAllowSharedSecrets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenRules(
                        Issuer.NAME, Optional.empty(), Set.of(JWSAlgorithm.HS256), Duration.ofSeconds(60), false));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TokenRules(Issuer.NAME, Optional.empty(), Set.of(), Duration.ofSeconds(60), false));
        for (var skew : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(301))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new TokenRules(Issuer.NAME, Optional.empty(), Set.of(JWSAlgorithm.RS256), skew, false));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of(" ", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of(Issuer.NAME, Optional.of("")));
    }

    @Test
    void takesOnlyTheAlgorithmsThatAreAllowed() {
        var curves = new TokenVerifier(
                KEYS,
                new TokenRules(
                        Issuer.NAME, Optional.empty(), Set.of(JWSAlgorithm.ES256), Duration.ofSeconds(60), false),
                Issuer.CLOCK);
        var claims = JSONObjectUtils.toJSONString(Issuer.claims());
        var es256 = Issuer.signWithCurve(
                Issuer.header(JWSAlgorithm.ES256).keyID("ec").build(), claims);

        assertThat(curves.verify(List.of("Bearer " + es256))).isInstanceOf(Verdict.Accepted.class);
        assertThat(curves.verify(List.of("Bearer " + Issuer.token()))).isInstanceOf(Verdict.Refused.class);
    }

    static Stream<Arguments> unfitKeys() throws JOSEException {
        var weak = new RSAKeyGenerator(1024, true).keyID("rsa").generate();
        return Stream.of(
                arguments("1024 bits", weak, weak),
                arguments(
                        "for encryption",
                        Issuer.RSA,
                        fit(Issuer.RSA).keyUse(KeyUse.ENCRYPTION).build()),
                arguments(
                        "for another algorithm",
                        Issuer.RSA,
                        fit(Issuer.RSA).algorithm(JWSAlgorithm.PS256).build()),
                arguments(
                        "for other operations",
                        Issuer.RSA,
                        fit(Issuer.RSA)
                                .keyOperations(Set.of(KeyOperation.WRAP_KEY))
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfitKeys")
    void takesNoKeyThatIsUnfit(String what, RSAKey signing, RSAKey published) throws JOSEException {
        var strict = new TokenVerifier(new ImmutableJWKSet<>(new JWKSet(published.toPublicJWK())), RULES, Issuer.CLOCK);
        var signer = new RSASSASigner(signing.toPrivateKey(), true);
        var token = new JWSObject(
                Issuer.header(JWSAlgorithm.RS256).build(), new Payload(JSONObjectUtils.toJSONString(Issuer.claims())));
        token.sign(signer);

        assertThat(strict.verify(List.of("Bearer " + token.serialize())))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().text()).contains("signing key is not known"));
    }

    private static RSAKey.Builder fit(RSAKey key) {
        return new RSAKey.Builder(key);
    }

    private static String otherAlphabet() {
        for (int i = 0; ; i++) {
            var jti = i;
            var token = Issuer.token(claims -> claims.put("jti", jti));
            int dot = token.lastIndexOf('.');
            if (token.indexOf('-', dot) > 0) {
                return token.substring(0, dot) + token.substring(dot).replace('-', '+');
            }
        }
    }

    /** A signature of 256 bytes ends in a character of which four bits say nothing. */
    private static String strayBits(String token) {
        var last = token.charAt(token.length() - 1);
        return token.substring(0, token.length() - 1) + (char) (last + 1);
    }

    private static JWKSource<SecurityContext> counting(AtomicInteger asked) {
        return (selector, context) -> {
            asked.incrementAndGet();
            return KEYS.get(selector, context);
        };
    }

    /** Unlike the library, keeps claims that are null. */
    private static String changed(Consumer<Map<String, Object>> change) {
        var claims = new HashMap<>(Issuer.claims());
        change.accept(claims);
        return signed(JSONObjectUtils.toJSONString(claims));
    }

    @Test
    void refusesClaimsThatAreNoUtf8() throws JOSEException {
        var bytes = JSONObjectUtils.toJSONString(Issuer.claims())
                .replace("practitioner-7", "practitioner-\u00e6")
                .getBytes(StandardCharsets.ISO_8859_1);
        var token = new JWSObject(Issuer.header(JWSAlgorithm.RS256).build(), new Payload(bytes));
        token.sign(new RSASSASigner(Issuer.RSA));

        assertThat(verifier.verify(List.of("Bearer " + token.serialize())))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().text()).contains("UTF-8"));
    }

    private static String signed(String payload) {
        return Issuer.sign(Issuer.header(JWSAlgorithm.RS256).build(), payload, Issuer.RSA);
    }

    private static String hmac(String claims) throws JOSEException {
        var token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), new Payload(claims));
        token.sign(new MACSigner(Issuer.RSA.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String replaced(String token, String what, String by) {
        int dot = token.indexOf('.');
        var header = new Base64URL(token.substring(0, dot)).decodeToString().replace(what, by);
        return Issuer.base64(header) + token.substring(dot);
    }

    private static long at(long seconds) {
        return Issuer.NOW.getEpochSecond() + seconds;
    }
}
