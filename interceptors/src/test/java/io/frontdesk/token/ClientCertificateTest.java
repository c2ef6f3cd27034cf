package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Rule;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates are valid from 2026-01-01 until the end of 2035. */
class ClientCertificateTest {

    private static final String SUBJECT = "C=DK,O=Klinik \u00d8st\\, \u00c5rhus,CN=monitor-7";

    private final AtomicReference<Instant> time = new AtomicReference<>(Issuer.NOW);
    private final X509Certificate monitor = certificate("monitor.pem");
    private final TokenVerifier taking = verifier(true);
    private final TokenVerifier ignoring = verifier(false);

    @Test
    void takesACertificateForAProofWhenNoTokenIsSent() {
        var verdict = taking.verify(List.of(), Optional.of(monitor));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.caller().subject()).isEqualTo(SUBJECT);
            assertThatAllIsTold(accepted.caller().claims());
        });
    }

    @Test
    void addsTheCertificateToTheClaimsOfAToken() {
        var verdict = taking.verify(bearer(Issuer.token()), Optional.of(monitor));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.caller().subject()).isEqualTo("practitioner-7");
            assertThat(accepted.caller().claims().texts("realm_access.roles")).contains("Appointment.read");
            assertThatAllIsTold(accepted.caller().claims());
        });
    }

    private static void assertThatAllIsTold(Claims claims) {
        assertThat(claims.text("certificate.subject")).contains(SUBJECT);
        assertThat(claims.text("certificate.issuer")).contains(SUBJECT);
        assertThat(claims.text("certificate.serial")).contains("2964EAEAD564BDD4E82FEEB2EC0D21BCD7914B4A");
        assertThat(claims.texts("certificate.san"))
                .containsExactly("DNS:monitor.example.org", "email:it@example.org", "URI:urn:device:7", "IP:192.0.2.7");
    }

    @Test
    void refusesABadTokenWhateverTheCertificate() {
        assertThat(rule(taking.verify(bearer("hello"), Optional.of(monitor)))).isEqualTo(Rule.TOKEN_INVALID);
        assertThat(rule(taking.verify(List.of("Basic eDp5"), Optional.of(monitor))))
                .isEqualTo(Rule.TOKEN_MISSING);
    }

    @Test
    void takesNoCertificateUnlessToldTo() {
        assertThat(rule(ignoring.verify(List.of(), Optional.of(monitor)))).isEqualTo(Rule.TOKEN_MISSING);
        assertThat(ignoring.verify(bearer(Issuer.token()), Optional.of(monitor)))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.caller().claims().text("certificate.subject"))
                                .isEmpty());
    }

    @Test
    void namesTheCertificateWhereOneWouldDo() {
        assertThat(taking.verify(List.of(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().remedy()).contains("client certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-12-31T23:59:59Z", "2036-01-01T00:00:01Z"})
    void refusesACertificateOutsideItsDays(String now) {
        time.set(Instant.parse(now));

        assertThat(rule(taking.verify(List.of(), Optional.of(monitor)))).isEqualTo(Rule.CERTIFICATE_INVALID);
        assertThat(rule(taking.verify(bearer(Issuer.token()), Optional.of(monitor))))
                .isEqualTo(Rule.CERTIFICATE_INVALID);
    }

    @Test
    void refusesACertificateOfNobody() {
        assertThat(rule(taking.verify(List.of(), Optional.of(certificate("nameless.pem")))))
                .isEqualTo(Rule.CERTIFICATE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesABoundTokenOnItsOwnConnectionOnlyAlsoWhenItIsRemembered(boolean certificates) {
        var verifier = verifier(certificates);
        var bound = bearer(
                Issuer.token(claims -> claims.put("cnf", Map.of("x5t#S256", ClientCertificate.thumbprint(monitor)))));

        assertThat(verifier.verify(bound, Optional.of(monitor))).isInstanceOf(Verdict.Accepted.class);
        assertThat(rule(verifier.verify(bound, Optional.of(certificate("nameless.pem")))))
                .isIn(Rule.TOKEN_INVALID, Rule.CERTIFICATE_INVALID);
        assertThat(verifier.verify(bound))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.why().text()).contains("another client certificate"));
        assertThat(verifier.verify(bound, Optional.of(monitor))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void readsTheThumbprintLikeOpenSsl() {
        // openssl x509 -in monitor.pem -outform DER | openssl dgst -sha256 -binary | basenc --base64url
        assertThat(ClientCertificate.thumbprint(monitor)).isEqualTo("D_5aq8o_p9tPHEfQaPFPY4Mw3m5vcguXIGW09kkrlEI");
    }

    @Test
    void letsNoTokenSayWhatOnlyACertificateSays() {
        Consumer<Map<String, Object>> forged = claims -> {
            claims.put("certificate", Map.of("subject", "CN=forged"));
            claims.put("certificate.subject", "CN=forged");
            claims.put("certificate.san", List.of("DNS:forged"));
        };

        for (var certificate : List.of(Optional.<X509Certificate>empty(), Optional.of(monitor))) {
            assertThat(taking.verify(bearer(Issuer.token(forged)), certificate))
                    .isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
                        var claims = accepted.caller().claims();
                        assertThat(claims.text("certificate.subject")).isNotEqualTo(Optional.of("CN=forged"));
                        assertThat(claims.texts("certificate.san")).doesNotContain("DNS:forged");
                    });
        }
    }

    private TokenVerifier verifier(boolean certificates) {
        return new TokenVerifier(
                new ImmutableJWKSet<>(Issuer.publicKeys()),
                TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE)).withClientCertificates(certificates),
                new SetClock(time));
    }

    private static List<String> bearer(String token) {
        return List.of("Bearer " + token);
    }

    private static Rule rule(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).why().rule();
    }

    private static X509Certificate certificate(String name) {
        try (var file = Objects.requireNonNull(ClientCertificateTest.class.getResourceAsStream(name), name)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        } catch (IOException | CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
