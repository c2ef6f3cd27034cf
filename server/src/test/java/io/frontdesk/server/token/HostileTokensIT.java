package io.frontdesk.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.frontdesk.server.Answer;
import io.frontdesk.server.Rest;
import io.frontdesk.server.TestServer;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Tokens that somebody may try, each sent with an update that is good but for its token: refused with its rule, or taken.
 * Nothing is stored, the server serves on, and no token gets into the log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTokensIT {

    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"rsa\"}";

    /** What is sent, and what comes back: a rule id, or "taken". */
    private record Attempt(String what, List<String> authorization, String query, String expected) {

        @Override
        public String toString() {
            return what;
        }
    }

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TestIssuer issuer = new TestIssuer();
    private final List<String> sent = new ArrayList<>();
    private TestServer server;
    private Answer withoutIssuer;
    private ObjectNode stored;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        log.start();
        root().addAppender(log);
        ((Logger) LoggerFactory.getLogger("io.frontdesk")).setLevel(Level.INFO);
        server = TestServer.with(new ServerSettings(
                List.of("core", byClientRoles(folder)),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new IdentitySettings.OpenId(issuer.url(), Optional.of(TestIssuer.AUDIENCE), Optional.empty())));
        withoutIssuer = good().get("Appointment");
        issuer.up();
        good().put(Rest.fixture("patient.json").put("id", "anna"));
        stored = (ObjectNode)
                good().post(Rest.fixture("core-appointment.json")).is(201).json();
    }

    private static String byClientRoles(Path folder) throws IOException {
        try (var core = HostileTokensIT.class.getResourceAsStream("/io/frontdesk/profiles/core/contract.yaml")) {
            Files.writeString(
                    folder.resolve("contract.yaml"),
                    new String(core.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("contract: core", "contract: by-client")
                            .replace("[realm_access.roles]", "[resource_access.front-desk.clinic.example.org.roles]"));
        }
        return folder.toString();
    }

    @Test
    void startsWithoutTheIssuerAndAsksToComeBack() {
        withoutIssuer.refused(503, "token.unverifiable");
        assertThat(withoutIssuer.header("Retry-After")).isEqualTo("30");
    }

    @Test
    void readsRolesOfAClientWhoseNameHasDots() {
        var clinic = new Rest(server.base("by-client"), issuer.token(issuer.claims()));

        clinic.get("Appointment").is(200);
        clinic.post(Rest.fixture("core-appointment.json")).refused(403, "access.right");
    }

    @ParameterizedTest
    @MethodSource({"forms", "algorithms", "headers", "keys", "times", "parties", "kinds", "sendings"})
    void refusesOrTakes(Attempt attempt) throws IOException {
        var taken = attempt.expected().equals("taken");
        var body = stored.deepCopy().put("comment", attempt.what()).toString();
        sent.addAll(attempt.authorization());
        var answer = taken ? raw("GET", attempt, "") : raw("PUT", attempt, body);

        if (taken) {
            assertThat(answer).startsWith("HTTP/1.1 200 ");
        } else if (attempt.expected().equals("too large")) {
            assertThat(answer).startsWith("HTTP/1.1 431 ");
        } else {
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("\"code\":\"" + attempt.expected() + "\"")
                    .contains(
                            attempt.expected().equals("token.missing")
                                    ? "WWW-Authenticate: Bearer realm=\"frontdesk\"\r\n"
                                    : "WWW-Authenticate: Bearer realm=\"frontdesk\", error=\"invalid_token\", error_desc")
                    .doesNotContain("Exception", "com.nimbusds", "HAPI-");
        }
        for (var header : attempt.authorization()) {
            longParts(header).forEach(part -> assertThat(answer).doesNotContain(part));
        }
        good().get("Appointment/" + stored.path("id").asText()).is(200).showsVersion("1");
        good().get("Appointment?_summary=count").is(200);
    }

    @AfterAll
    void stopAndFindNoTokenInTheLog() {
        server.close();
        issuer.close();
        root().detachAppender(log);
        ((Logger) LoggerFactory.getLogger("io.frontdesk")).setLevel(null);
        var lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(sent).hasSizeGreaterThan(60);
        assertThat(lines).anyMatch(line -> line.startsWith("PUT /fhir/core/Appointment/"));
        for (var authorization : sent) {
            longParts(authorization).forEach(part -> assertThat(lines).noneMatch(line -> line.contains(part)));
        }
    }

    /** Parts of a token, of which none is part of anything else. */
    private static Stream<String> longParts(String authorization) {
        return Arrays.stream(authorization.split("[ .,]")).filter(part -> part.length() >= 40);
    }

    Stream<Attempt> forms() {
        var good = token(claims -> {});
        var parts = good.split("\\.");
        return Stream.of(
                attempt("a good token", good, "taken"),
                attempt("a word", "hello", "token.invalid"),
                attempt("one dot", parts[0] + "." + parts[1], "token.invalid"),
                attempt("only dots", "..", "token.invalid"),
                attempt("four parts", good + ".x", "token.invalid"),
                attempt("five parts, encrypted", good + ".x.y", "token.invalid"),
                attempt("no header", "." + parts[1] + "." + parts[2], "token.invalid"),
                attempt("no claims", parts[0] + ".." + parts[2], "token.invalid"),
                attempt("signature stripped", parts[0] + "." + parts[1] + ".", "token.invalid"),
                attempt(
                        "signature of another token",
                        parts[0] + "." + parts[1] + "."
                                + token(c -> c.put("jti", "x")).split("\\.")[2],
                        "token.invalid"),
                attempt("signature with one bit turned", turned(good), "token.invalid"),
                attempt("padding", good + "==", "token.invalid"),
                attempt("blank within", parts[0] + ". " + parts[1] + "." + parts[2], "token.invalid"),
                attempt("the standard alphabet", standardAlphabet(), "token.invalid"),
                attempt("percent encoding", good.replace(".", "%2E"), "token.invalid"),
                attempt(
                        "claims that are no UTF-8",
                        issuer.sign(HEADER, latin1(), TestIssuer.key(issuer.rsa)),
                        "token.invalid"),
                attempt("claims that are a list", issuer.sign(HEADER, "[" + issuer.claims() + "]"), "token.invalid"),
                attempt("claims that are a text", issuer.sign(HEADER, "\"x\""), "token.invalid"),
                attempt("claims and more", issuer.sign(HEADER, issuer.claims() + "{}"), "token.invalid"),
                attempt("claims with a comment", issuer.sign(HEADER, "/**/" + issuer.claims()), "token.invalid"),
                attempt(
                        "sub twice",
                        issuer.sign(
                                HEADER,
                                issuer.claims().toString().replaceFirst("\"sub\"", "\"sub\":\"admin\",\"sub\"")),
                        "token.invalid"),
                attempt(
                        "nested 4,000 deep",
                        issuer.sign(
                                HEADER,
                                issuer.claims()
                                        .toString()
                                        .replaceFirst(
                                                "\"acr\":\"1\"", "\"acr\":" + "[".repeat(4_000) + "]".repeat(4_000))),
                        "token.invalid"),
                attempt("10 KiB of claims", token(c -> c.put("more", "x".repeat(7_000))), "taken"),
                attempt("more than a header holds", token(c -> c.put("more", "x".repeat(20_000))), "too large"));
    }

    Stream<Attempt> algorithms() throws GeneralSecurityException, JOSEException {
        var claims = issuer.claims().toString();
        var many = new ArrayList<Attempt>();
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            many.add(attempt("alg " + none, forged("{\"alg\":\"" + none + "\"}", claims, ""), "token.invalid"));
            many.add(attempt(
                    "alg " + none + " and a signature",
                    forged("{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}", claims, "AAAA"),
                    "token.invalid"));
        }
        for (var odd :
                List.of("\"\"", "null", "256", "[\"RS256\"]", "\"rs256\"", "\"RS1\"", "\"ES256K\"", "\"EdDSA\"")) {
            many.add(attempt("alg " + odd, issuer.sign(HEADER.replace("\"RS256\"", odd), claims), "token.invalid"));
        }
        var publicKey = issuer.rsa.toRSAPublicKey();
        many.add(attempt("HS256 with the public key", hmac("HS256", publicKey.getEncoded(), claims), "token.invalid"));
        many.add(attempt(
                "HS256 with the public key as PEM",
                hmac("HS256", pem(publicKey.getEncoded()), claims),
                "token.invalid"));
        many.add(attempt("HS512 with nothing", hmac("HS512", new byte[] {0}, claims), "token.invalid"));
        var es256 = "{\"alg\":\"ES256\",\"kid\":\"curve\"}";
        many.add(attempt("ES256", issuer.sign(es256, claims, issuer.curve.toPrivateKey()), "taken"));
        many.add(attempt(
                "ES256 signed with zeros", forged(es256, claims, TestIssuer.base64(new byte[64])), "token.invalid"));
        many.add(attempt("ES256 signed with one zero", forged(es256, claims, "AA"), "token.invalid"));
        many.add(attempt(
                "ES384 with a key of P-256",
                forged(es256.replace("256", "384"), claims, TestIssuer.base64(new byte[96])),
                "token.invalid"));
        many.add(attempt(
                "PS256",
                issuer.sign("{\"alg\":\"PS256\",\"kid\":\"pss\"}", claims, TestIssuer.key(issuer.pss)),
                "taken"));
        return many.stream();
    }

    Stream<Attempt> headers() {
        var stranger = TestIssuer.rsa("rsa", null, null);
        var many = new ArrayList<Attempt>();
        for (var member : List.of(
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"typ\":\"dpop+jwt\"",
                "\"typ\":\"id_token+jwt\"",
                "\"typ\":\"logout+jwt\"",
                "\"typ\":\"JWE\"",
                "\"typ\":7",
                "\"alg\":\"none\"",
                "\"kid\":\"other\"",
                "\"kid\":\"../../../../dev/null\"",
                "\"kid\":\"x' OR '1'='1\"",
                "\"kid\":\"rsa\\u0000\"",
                "\"kid\":\"RSA\"",
                "\"kid\":7",
                "\"kid\":[\"rsa\"]",
                "\"kid\":\"" + "k".repeat(5_000) + "\"")) {
            var name = member.substring(0, member.indexOf(':'));
            var header = (name.equals("\"alg\"") ? HEADER : HEADER.replaceAll(name + ":\"[^\"]*\",?", ""))
                    .replaceAll(",?}$", "," + Matcher.quoteReplacement(member) + "}");
            many.add(attempt(
                    "header " + member.substring(0, Math.min(50, member.length())),
                    issuer.sign(header, issuer.claims().toString()),
                    "token.invalid"));
        }
        for (var ignored : List.of(
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"typ\":\"at+jwt\"",
                "\"typ\":\"jwt\"",
                "\"jku\":\"http://127.0.0.1:1/evil\"",
                "\"x5u\":\"http://127.0.0.1:1/evil\"")) {
            var header = HEADER.replace("\"typ\":\"JWT\"", ignored);
            many.add(attempt(
                    "ignored " + ignored, issuer.sign(header, issuer.claims().toString()), "taken"));
        }
        for (var offered : List.of(
                "\"jwk\":" + stranger.toPublicJWK().toJSONString(),
                "\"jku\":\"http://127.0.0.1:1/evil\"",
                "\"x5u\":\"http://127.0.0.1:1/evil\"",
                "\"x5c\":[\"MIIB\"]")) {
            var header = HEADER.replace("\"typ\":\"JWT\"", offered);
            many.add(attempt(
                    "a stranger's key offered by " + offered.substring(0, 5),
                    issuer.sign(header, issuer.claims().toString(), TestIssuer.key(stranger)),
                    "token.invalid"));
        }
        return many.stream();
    }

    Stream<Attempt> keys() {
        return Stream.of(
                attempt("no kid", signedBy(issuer.rsa, "{\"alg\":\"RS256\"}"), "taken"),
                attempt("kid null", signedBy(issuer.rsa, "{\"alg\":\"RS256\",\"kid\":null}"), "taken"),
                attempt("kid of another type", signedBy(issuer.rsa, HEADER.replace("rsa", "curve")), "token.invalid"),
                attempt("a key for PS256 only", signedBy(issuer.pss, HEADER.replace("rsa", "pss")), "token.invalid"),
                attempt("the same without saying so", signedBy(issuer.pss, "{\"alg\":\"RS256\"}"), "token.invalid"),
                attempt(
                        "a key for encryption",
                        signedBy(issuer.encryption, HEADER.replace("rsa", "encryption")),
                        "token.invalid"),
                attempt("a key of 1024 bits", signedBy(issuer.weak, HEADER.replace("rsa", "weak")), "token.invalid"),
                attempt("a stranger's key", signedBy(TestIssuer.rsa("rsa", null, null), HEADER), "token.invalid"));
    }

    Stream<Attempt> times() {
        var now = Instant.now().getEpochSecond();
        return Stream.of(
                changed("no exp", c -> c.remove("exp"), "token.invalid"),
                changed("exp null", c -> c.putNull("exp"), "token.invalid"),
                changed("exp a text", c -> c.put("exp", String.valueOf(now + 300)), "token.invalid"),
                changed("exp a list", c -> c.putArray("exp").add(now + 300), "token.invalid"),
                changed("exp past", c -> c.put("exp", now - 61), "token.invalid"),
                changed("exp just past", c -> c.put("exp", now - 1), "taken"),
                changed("exp negative", c -> c.put("exp", -1), "token.invalid"),
                changed("exp zero", c -> c.put("exp", 0), "token.invalid"),
                changed("exp with a fraction", c -> c.put("exp", now + 300.5), "taken"),
                changed("exp in 9999", c -> c.put("exp", 253_402_300_799L), "taken"),
                changed("exp beyond all time", c -> c.put("exp", Long.MAX_VALUE), "token.invalid"),
                literal("exp 1e400", "\"exp\":\\d+", "\"exp\":1e400", "token.invalid"),
                literal("exp NaN", "\"exp\":\\d+", "\"exp\":NaN", "token.invalid"),
                literal("exp twice", "\"exp\":\\d+", "\"exp\":1,\"exp\":" + (now + 300), "token.invalid"),
                changed("nbf to come", c -> c.put("nbf", now + 120), "token.invalid"),
                changed("nbf a text", c -> c.put("nbf", "now"), "token.invalid"),
                changed("iat to come", c -> c.put("iat", now + 120), "token.invalid"),
                changed("iat a text", c -> c.put("iat", "now"), "token.invalid"),
                changed("iat beyond all time", c -> c.put("iat", Long.MAX_VALUE / 1_000), "token.invalid"));
    }

    Stream<Attempt> parties() {
        return Stream.of(
                changed("no iss", c -> c.remove("iss"), "token.invalid"),
                changed("iss with a slash more", c -> c.put("iss", issuer.url() + "/"), "token.invalid"),
                changed("iss cut short", c -> c.put("iss", "http://127.0.0.1"), "token.invalid"),
                changed("iss that begins alike", c -> c.put("iss", issuer.url() + ".evil.test"), "token.invalid"),
                changed(
                        "iss in capitals",
                        c -> c.put("iss", issuer.url().replace("clinic", "CLINIC")),
                        "token.invalid"),
                changed("iss a list", c -> c.putArray("iss").add(issuer.url()), "token.invalid"),
                changed("no aud", c -> c.remove("aud"), "token.invalid"),
                changed("aud null", c -> c.putNull("aud"), "token.invalid"),
                changed("aud a text", c -> c.put("aud", TestIssuer.AUDIENCE), "taken"),
                changed("aud of another", c -> c.put("aud", "account"), "token.invalid"),
                changed("aud that begins alike", c -> c.put("aud", "frontdesk2"), "token.invalid"),
                changed("aud in capitals", c -> c.put("aud", "Frontdesk"), "token.invalid"),
                changed("aud an empty list", c -> c.putArray("aud"), "token.invalid"),
                changed("aud a list of others", c -> c.putArray("aud").add("a").add(7), "token.invalid"),
                changed("aud an object", c -> c.putObject("aud").put("frontdesk", true), "token.invalid"),
                changed("aud in a text of several", c -> c.put("aud", "account frontdesk"), "token.invalid"),
                changed("no sub", c -> c.remove("sub"), "token.invalid"),
                changed("sub null", c -> c.putNull("sub"), "token.invalid"),
                changed("sub a number", c -> c.put("sub", 7), "token.invalid"),
                changed("sub blank", c -> c.put("sub", " \t"), "token.invalid"),
                changed("sub with odd characters", c -> c.put("sub", "x\r\nSet-Cookie: a=b\u0000\u202e"), "taken"));
    }

    Stream<Attempt> kinds() {
        return Stream.of(
                changed("an ID token of Keycloak", c -> c.put("typ", "ID"), "token.invalid"),
                changed("a refresh token of Keycloak", c -> c.put("typ", "Refresh"), "token.invalid"),
                changed("an offline token of Keycloak", c -> c.put("typ", "Offline"), "token.invalid"),
                changed("an ID token", c -> c.put("at_hash", "x").remove("typ"), "token.invalid"),
                changed("a logout token", c -> c.putObject("events"), "token.invalid"),
                changed("bound by DPoP", c -> c.putObject("cnf").put("jkt", "x"), "token.invalid"),
                changed("bound to a certificate", c -> c.putObject("cnf").put("x5t#S256", "x"), "token.invalid"));
    }

    Stream<Attempt> sendings() {
        var good = token(claims -> {});
        return Stream.of(
                sending("bearer in small letters", "taken", "bearer " + good),
                sending("several spaces", "taken", "Bearer    " + good),
                sending("no scheme", "token.missing", good),
                sending("scheme only", "token.invalid", "Bearer"),
                sending("Basic", "token.missing", "Basic YWRtaW46YWRtaW4="),
                sending("DPoP", "token.missing", "DPoP " + good),
                sending("Token", "token.missing", "Token " + good),
                sending("a tab", "token.missing", "Bearer\t" + good),
                sending("quotes", "token.invalid", "Bearer \"" + good + "\""),
                sending("two headers", "token.invalid", "Bearer " + good, "Bearer " + good),
                sending("a bad header and a good one", "token.invalid", "Basic eDp5", "Bearer " + good),
                sending("two tokens in one header", "token.invalid", "Bearer " + good + ", Bearer " + good),
                sending("an empty header", "token.missing", ""),
                sending("nothing", "token.missing"),
                sending("no ASCII", "token.invalid", "Bearer \u00e6\u00f8\u00e5"),
                new Attempt("in the address", List.of(), "?access_token=" + good, "token.invalid"),
                new Attempt("in the address, encoded", List.of(), "?access%5Ftoken=" + good, "token.invalid"),
                new Attempt("in both", List.of("Bearer " + good), "?access_token=" + good, "token.invalid"));
    }

    private static Attempt attempt(String what, String token, String expected) {
        return new Attempt(what, List.of("Bearer " + token), "", expected);
    }

    private static Attempt sending(String what, String expected, String... authorization) {
        return new Attempt(what, List.of(authorization), "", expected);
    }

    private Attempt changed(String what, Consumer<ObjectNode> change, String expected) {
        return attempt(what, token(change), expected);
    }

    private Attempt literal(String what, String pattern, String by, String expected) {
        return attempt(what, issuer.sign(HEADER, issuer.claims().toString().replaceFirst(pattern, by)), expected);
    }

    private String token(Consumer<ObjectNode> change) {
        var claims = issuer.claims();
        change.accept(claims);
        return issuer.token(claims);
    }

    private String signedBy(RSAKey key, String header) {
        return issuer.sign(header, issuer.claims().toString(), TestIssuer.key(key));
    }

    private byte[] latin1() {
        return issuer.claims().put("preferred_username", "\u00e6").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String standardAlphabet() {
        while (true) {
            var token = token(claims -> {});
            if (token.indexOf('_', token.lastIndexOf('.')) > 0) {
                return token.replace('_', '/').replace('-', '+');
            }
        }
    }

    private static String turned(String token) {
        int at = token.lastIndexOf('.') + 10;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    private static String forged(String header, String claims, String signature) {
        return TestIssuer.base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + TestIssuer.base64(claims.getBytes(StandardCharsets.UTF_8)) + "." + signature;
    }

    private static String hmac(String algorithm, byte[] secret, String claims) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
        mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
        var content = forged("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa\"}", claims, "");
        var signed = mac.doFinal(content.substring(0, content.length() - 1).getBytes(StandardCharsets.US_ASCII));
        return content + TestIssuer.base64(signed);
    }

    private static byte[] pem(byte[] key) {
        return ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Rest good() {
        return new Rest(server.base("core"), token(claims -> {}));
    }

    /** Sends what no client library would. */
    private String raw(String method, Attempt attempt, String body) throws IOException {
        var address = URI.create(server.root());
        var head = new StringBuilder(
                method + " /fhir/core/Appointment/" + stored.path("id").asText() + attempt.query()
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        head.append("Content-Type: application/fhir+json\r\nIf-Match: W/\"1\"\r\n");
        attempt.authorization()
                .forEach(value -> head.append("Authorization: ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    /** Reads to the end, which a server that refuses early may make a hard one. */
    private static String read(InputStream in) {
        var answer = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.append((char) c);
            }
            return answer.toString();
        } catch (IOException reset) {
            return answer.toString();
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
