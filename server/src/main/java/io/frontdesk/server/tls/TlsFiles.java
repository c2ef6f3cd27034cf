package io.frontdesk.server.tls;

import io.frontdesk.server.settings.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the files of the settings hold, read now.
 *
 * @param own the server's certificate, its chain and its key
 * @param password of the key in {@code own}; empty when there is none
 * @param trusted the authorities whose client certificates are taken
 */
record TlsFiles(KeyStore own, String password, Optional<KeyStore> trusted) {

    /**
     * Reads the files.
     *
     * @throws UnusableTlsException when one cannot be read, or they do not fit together
     */
    static TlsFiles read(TlsSettings settings) {
        var trusted = settings.clients().map(clients -> trusted(clients.authorities()));
        var certificate = bytes(settings.certificate());
        var text = new String(certificate, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            return new TlsFiles(
                    pkcs12(settings, certificate), settings.password().orElse(""), trusted);
        }
        if (settings.password().isPresent()) {
            throw new UnusableTlsException(
                    "--tls-password is for a PKCS12 file, and " + settings.certificate() + " is PEM", "Leave it out.");
        }
        return new TlsFiles(pem(settings, new PemFile(settings.certificate(), text)), "", trusted);
    }

    /** Returns the files to watch. */
    static List<Path> of(TlsSettings settings) {
        var files = new ArrayList<>(List.of(settings.certificate()));
        settings.key().ifPresent(files::add);
        settings.clients().ifPresent(clients -> files.add(clients.authorities()));
        return files;
    }

    private static KeyStore pem(TlsSettings settings, PemFile certificate) {
        var chain = certificate.certificates();
        var key = settings.key().map(TlsFiles::pem).orElse(certificate).privateKey();
        if (!belongTogether(key, chain.get(0))) {
            throw new UnusableTlsException(
                    "The private key is not that of the first certificate in " + settings.certificate(),
                    "Put the server's own certificate first, and name its key with --tls-key.");
        }
        try {
            var store = empty();
            store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException odd) {
            throw new UnusableTlsException(
                    "The chain in " + settings.certificate() + " is broken",
                    "Put the server's certificate first, then the one that signed it, and so on.");
        }
    }

    private static KeyStore pkcs12(TlsSettings settings, byte[] bytes) {
        if (settings.key().isPresent()) {
            throw new UnusableTlsException(
                    settings.certificate() + " is no PEM, so --tls-key cannot belong to it",
                    "Give PEM for both, or one PKCS12 file without --tls-key.");
        }
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(bytes),
                    settings.password().orElse("").toCharArray());
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return store;
                }
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new UnusableTlsException(
                    settings.certificate() + " is neither PEM nor a PKCS12 file of that password",
                    "Name such a file, and give its password as FRONTDESK_TLS_PASSWORD.");
        }
        throw new UnusableTlsException(
                settings.certificate() + " holds no private key", "Name a PKCS12 file with the server's key.");
    }

    private static KeyStore trusted(Path file) {
        var authorities = pem(file).certificates();
        try {
            var store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return store;
        } catch (GeneralSecurityException odd) {
            throw new IllegalStateException("A store in memory takes certificates", odd);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is read", impossible);
        }
    }

    /** Signs something, as the first client would otherwise be the one to find out. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        var algorithm = key.getAlgorithm();
        try {
            var signature = Signature.getInstance(
                    algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : "Ed25519");
            signature.initSign(key);
            signature.update((byte) 1);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static PemFile pem(Path file) {
        return new PemFile(file, new String(bytes(file), StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UnusableTlsException(
                    "The file " + file + " cannot be read", "Name a file that the server may read.");
        }
    }
}
