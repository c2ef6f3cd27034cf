package io.frontdesk.server.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks (RFC 7468). What stands between the blocks is skipped, as tools write comments there.
 *
 * @param path where it is, for messages
 * @param text all that it holds
 */
record PemFile(Path path, String text) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519");
    private static final String CONVERT =
            "Convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem, and let only the server read it.";

    /**
     * Returns the certificates, in their order.
     *
     * @throws UnusableTlsException when there is none, or one that cannot be read
     */
    List<X509Certificate> certificates() {
        var found = new ArrayList<X509Certificate>();
        try {
            var reader = CertificateFactory.getInstance("X.509");
            for (var block : blocks("CERTIFICATE")) {
                found.add((X509Certificate) reader.generateCertificate(new ByteArrayInputStream(block)));
            }
        } catch (CertificateException malformed) {
            throw new UnusableTlsException(
                    "Certificate " + (found.size() + 1) + " in " + path + " cannot be read",
                    "See what it is: openssl x509 -in " + path + " -noout -text.");
        }
        if (found.isEmpty()) {
            throw new UnusableTlsException(
                    "The file " + path + " holds no certificate", "Name a PEM file with BEGIN CERTIFICATE lines.");
        }
        return found;
    }

    /**
     * Returns the private key.
     *
     * @throws UnusableTlsException when there is none, or one of another form than PKCS#8 without a password
     */
    PrivateKey privateKey() {
        var keys = blocks("PRIVATE KEY");
        if (keys.isEmpty()) {
            throw text.contains("PRIVATE KEY-----")
                    ? new UnusableTlsException("The private key in " + path + " is no plain PKCS#8", CONVERT)
                    : new UnusableTlsException(
                            "The file " + path + " holds no private key",
                            "Name with --tls-key a PEM file with a BEGIN PRIVATE KEY line.");
        }
        for (var kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
            } catch (InvalidKeySpecException ofAnotherKind) {
                continue;
            } catch (NoSuchAlgorithmException absent) {
                throw new IllegalStateException("Every Java platform has " + kind, absent);
            }
        }
        throw new UnusableTlsException(
                "The private key in " + path + " is no RSA, EC or Ed25519 key", "Make one of these, or " + CONVERT);
    }

    private List<byte[]> blocks(String label) {
        var found = new ArrayList<byte[]>();
        var block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals(label)) {
                found.add(decoded(block.group(2)));
            }
        }
        return found;
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException malformed) {
            throw new UnusableTlsException("The file " + path + " is damaged", "Copy it again from where it came.");
        }
    }
}
