package io.frontdesk.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of P-256 keys, for one test. */
public final class TestAuthority {

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final char[] NO_PASSWORD = {};
    private static final AtomicLong SERIAL = new AtomicLong(0x1a2b);

    /** A certificate and its key. */
    public record Issued(X509Certificate certificate, KeyPair keys) {}

    private final String name;
    private final Issued own;

    public TestAuthority(String name) {
        this.name = name;
        var keys = keys();
        own = sign(name, name, keys, keys, Instant.now().plus(Duration.ofDays(1)), true, List.of());
    }

    public X509Certificate certificate() {
        return own.certificate();
    }

    /** Returns a certificate for both ends of a connection, with names such as {@code DNS:localhost}. */
    public Issued issue(String commonName, String... names) {
        return issueUntil(Instant.now().plus(Duration.ofDays(1)), commonName, names);
    }

    /** Returns a certificate that is valid until the given time. */
    public Issued issueUntil(Instant end, String commonName, String... names) {
        return sign(commonName, name, keys(), own.keys(), end, false, List.of(names));
    }

    /** Writes certificates as PEM. */
    public static Path write(Path file, X509Certificate... certificates) {
        var text = new StringBuilder("A comment, as tools write them.\n");
        for (var certificate : certificates) {
            text.append(pem("CERTIFICATE", encoded(certificate)));
        }
        return write(file, text.toString());
    }

    /** Writes a private key as PEM. */
    public static Path writeKey(Path file, Issued issued) {
        return write(file, pem("PRIVATE KEY", issued.keys().getPrivate().getEncoded()));
    }

    /** Returns a client that trusts this authority and shows the given certificates, if it is asked for one. */
    public HttpClient client(Issued... shown) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context(shown))
                .build();
    }

    SSLContext context(Issued... shown) {
        try {
            var trusted = store();
            trusted.setCertificateEntry("authority", own.certificate());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var mine = store();
            for (var issued : shown) {
                mine.setKeyEntry(
                        "client", issued.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {issued.certificate()
                        });
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(mine, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyStore store() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Issued sign(
            String subject,
            String issuer,
            KeyPair keys,
            KeyPair signing,
            Instant end,
            boolean authority,
            List<String> names) {
        var algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        var content = Der.sequence(
                Der.tagged(0xa0, Der.integer(2)),
                Der.integer(SERIAL.incrementAndGet()),
                algorithm,
                name(issuer),
                Der.sequence(Der.time(end.minus(Duration.ofDays(2))), Der.time(end)),
                name(subject),
                keys.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(authority ? isAuthority() : alternatives(names))));
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signing.getPrivate());
            signature.update(content);
            var whole = Der.sequence(content, algorithm, Der.bits(signature.sign()));
            return new Issued(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(whole)),
                    keys);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
    }

    private static byte[] isAuthority() {
        return Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(Der.sequence(Der.yes())));
    }

    private static byte[] alternatives(List<String> names) {
        var all = new ArrayList<byte[]>();
        for (var named : names) {
            var value = named.substring(named.indexOf(':') + 1);
            switch (named.substring(0, named.indexOf(':'))) {
                case "DNS" -> all.add(Der.tagged(0x82, value.getBytes(StandardCharsets.US_ASCII)));
                case "URI" -> all.add(Der.tagged(0x86, value.getBytes(StandardCharsets.US_ASCII)));
                case "IP" -> all.add(Der.tagged(0x87, address(value)));
                default -> throw new AssertionError(named);
            }
        }
        return Der.sequence(Der.oid("2.5.29.17"), Der.octets(Der.sequence(all.toArray(byte[][]::new))));
    }

    private static byte[] address(String dotted) {
        var bytes = new byte[4];
        var parts =
                Arrays.stream(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) parts[i];
        }
        return bytes;
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String label, byte[] value) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(value)
                + "\n-----END " + label + "-----\n";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
