package io.frontdesk.token;

import com.nimbusds.jose.util.X509CertUtils;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.ServletRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What a client certificate says about a caller. That it is genuine is for the TLS layer to verify; here only its days are
 * looked at again, since a connection may live longer than the certificate that opened it.
 */
final class ClientCertificate {

    /** The first part of the names of all claims that come from a certificate; no token may set them. */
    static final String CLAIM = "certificate";

    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";
    /** The kinds of names that a certificate may have beside its subject (RFC 5280 section 4.2.1.6), as OpenSSL calls them. */
    private static final Map<Integer, String> KINDS = Map.of(1, "email:", 2, "DNS:", 6, "URI:", 7, "IP:");

    private ClientCertificate() {}

    /** Returns the certificate by which the client opened the connection (Jakarta Servlet 6.0 section 3.9). */
    static Optional<X509Certificate> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    /** Returns the SHA-256 of the certificate as {@code x5t#S256} has it (RFC 8705 section 3.1). */
    static String thumbprint(X509Certificate certificate) {
        return X509CertUtils.computeSHA256Thumbprint(certificate).toString();
    }

    /** Returns whom the certificate stands for, or a refusal with {@link Rule#CERTIFICATE_INVALID}. */
    static Verdict judge(X509Certificate certificate, Instant now) {
        var at = Date.from(now);
        if (at.after(certificate.getNotAfter()) || at.before(certificate.getNotBefore())) {
            return refused("The client certificate has expired or is not valid yet");
        }
        var subject = name(certificate.getSubjectX500Principal());
        return subject.isBlank()
                ? refused("The client certificate has no subject")
                : new Verdict.Accepted(new Caller.Authenticated(subject, new Claims(claims(certificate))));
    }

    /** Returns the claims {@code certificate.subject}, {@code .issuer}, {@code .san} and {@code .serial}. */
    static Map<String, Object> claims(X509Certificate certificate) {
        return Map.of(
                CLAIM,
                Map.of(
                        "subject", name(certificate.getSubjectX500Principal()),
                        "issuer", name(certificate.getIssuerX500Principal()),
                        "san", names(certificate),
                        "serial", serial(certificate)));
    }

    private static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253);
    }

    /** Returns the number as {@code openssl x509 -serial} prints it. */
    private static String serial(X509Certificate certificate) {
        var digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    private static List<String> names(X509Certificate certificate) {
        var found = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (var alternative : alternatives) {
                    Optional.ofNullable(KINDS.get(alternative.get(0)))
                            .ifPresent(kind -> found.add(kind + alternative.get(1)));
                }
            }
            return found;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static Verdict refused(String text) {
        return new Verdict.Refused(Refusal.of(
                Rule.CERTIFICATE_INVALID,
                text + ".",
                "Open a new connection with a client certificate that is valid."));
    }
}
