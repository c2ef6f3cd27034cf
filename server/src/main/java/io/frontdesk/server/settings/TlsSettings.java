package io.frontdesk.server.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the server speaks TLS.
 *
 * @param certificate its certificate with the chain, as PEM, or all that follows in one PKCS12 file
 * @param key the private key as PEM (PKCS#8); empty: in the same file as the certificate
 * @param password the password of a PKCS12 file, if it has one
 * @param clients which client certificates are taken; empty: none is asked for
 */
public record TlsSettings(
        Path certificate, Optional<Path> key, Optional<String> password, Optional<ClientCertificates> clients) {

    /**
     * Which client certificates prove who asks.
     *
     * @param authorities a PEM file with the certificates of those whose word counts
     * @param required whether a client without one is turned away before it can ask anything
     */
    public record ClientCertificates(Path authorities, boolean required) {}

    /** Leaves the password out, so that settings can be logged. */
    @Override
    public String toString() {
        return "TlsSettings[" + certificate + ", " + clients + "]";
    }
}
