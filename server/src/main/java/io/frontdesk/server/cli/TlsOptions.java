package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The options that say how the server speaks TLS, and whose client certificates count. */
final class TlsOptions {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    TlsOptions(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 20,
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Serve https with this certificate and its chain: PEM, or PKCS12 with the key")
    void tlsCertificate(String file) {
        given.set(Setting.TLS_CERTIFICATE, file);
    }

    @Option(
            order = 21,
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, PEM of PKCS#8. Default: in the certificate's file")
    void tlsKey(String file) {
        given.set(Setting.TLS_KEY, file);
    }

    @Option(
            order = 22,
            names = "--tls-password",
            paramLabel = "PASSWORD",
            description = "Password of the PKCS12 file; better given as FRONTDESK_TLS_PASSWORD")
    void tlsPassword(String password) {
        given.set(Setting.TLS_PASSWORD, password);
    }

    @Option(
            order = 23,
            names = "--client-certificates",
            paramLabel = "FILE",
            description =
                    "PEM file of the authorities whose client certificates prove who asks. Without --issuer nothing else does")
    void clientCertificates(String file) {
        given.set(Setting.CLIENT_CERTIFICATES, file);
    }

    @Option(
            order = 24,
            names = "--client-certificates-mode",
            paramLabel = "MODE",
            description = "off, optional (a token does too), or required. Default: optional")
    void clientCertificatesMode(String mode) {
        given.set(Setting.CLIENT_CERTIFICATES_MODE, mode);
    }
}
