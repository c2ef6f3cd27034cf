package io.frontdesk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontdesk.server.settings.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTlsTest {

    private final TestAuthority authority = new TestAuthority("Test CA");
    private final TestAuthority.Issued server = authority.issue("localhost", "DNS:localhost");

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() {
        certificate = TestAuthority.write(folder.resolve("server.pem"), server.certificate(), authority.certificate());
        key = TestAuthority.writeKey(folder.resolve("key.pem"), server);
    }

    @Test
    void readsAChainAndItsKey() throws Exception {
        var own = TlsFiles.read(pem(certificate, key)).own();

        assertThat(own.getCertificateChain("server")).containsExactly(server.certificate(), authority.certificate());
        assertThat(own.isKeyEntry("server")).isTrue();
    }

    @Test
    void readsBothFromOneFile() throws IOException {
        Files.writeString(certificate, Files.readString(key) + Files.readString(certificate));

        assertThat(certificateOf(new ServerTls(settings(certificate, null, null, null))))
                .isEqualTo(server.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "geheim"})
    void readsPkcs12(String password) throws Exception {
        assertThat(certificateOf(new ServerTls(settings(pkcs12(password), null, password, null))))
                .isEqualTo(server.certificate());
    }

    @Test
    void speaksNothingOld() throws Exception {
        var factory = new ServerTls(pem(certificate, key)).factory();
        factory.start();
        try {
            assertThat(factory.getSelectedProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
            assertThat(factory.getSelectedCipherSuites())
                    .isNotEmpty()
                    .noneMatch(suite -> suite.matches(".*(_CBC_|_RC4|_3DES|NULL|anon|EXPORT|TLS_RSA_).*"));
        } finally {
            factory.stop();
        }
    }

    @Test
    void usesNewFilesAndKeepsTheOldOnesWhenTheNewAreNoGood() throws Exception {
        var tls = new ServerTls(pem(certificate, key));
        tls.factory().start();
        try {
            var next = authority.issue("localhost", "DNS:localhost");
            TestAuthority.write(certificate, next.certificate());
            tls.reload();
            assertThat(certificateOf(tls)).as("no key for it yet").isEqualTo(server.certificate());

            TestAuthority.writeKey(key, next);
            tls.reload();
            assertThat(certificateOf(tls)).isEqualTo(next.certificate());
        } finally {
            tls.factory().stop();
        }
    }

    @Test
    void noticesThatTheFilesHaveChanged() throws Exception {
        var tls = new ServerTls(pem(certificate, key));
        var scanner = tls.scanner();
        tls.factory().start();
        scanner.start();
        try {
            var next =
                    authority.issue("localhost", "DNS:localhost", "DNS:a-name-that-makes-the-file-longer.example.org");
            TestAuthority.write(certificate, next.certificate());
            TestAuthority.writeKey(key, next);
            // It waits until a file has stayed the same between two looks.
            for (int look = 0; look < 2; look++) {
                var done = new Callback.Completable();
                scanner.scan(done);
                done.get(20, TimeUnit.SECONDS);
            }
            assertThat(certificateOf(tls)).isEqualTo(next.certificate());
        } finally {
            scanner.stop();
            tls.factory().stop();
        }
    }

    @Test
    void namesTheFileThatCannotBeUsedAndSaysWhatToDo() throws Exception {
        var stranger = TestAuthority.writeKey(folder.resolve("other.pem"), authority.issue("x", "DNS:x"));
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        var old = Files.writeString(folder.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        var damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var odd = Files.writeString(
                folder.resolve("odd.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        refuses(pem(folder.resolve("absent.pem"), key), "absent.pem cannot be read", "may read");
        refuses(pem(certificate, folder.resolve("absent.pem")), "absent.pem cannot be read", "may read");
        refuses(pem(certificate, stranger), "not that of the first certificate", "--tls-key");
        refuses(pem(certificate, certificate), "holds no private key", "--tls-key");
        refuses(pem(certificate, old), "no plain PKCS#8", "openssl pkcs8");
        refuses(pem(certificate, odd), "no RSA, EC or Ed25519 key", "openssl pkcs8");
        refuses(pem(key, key), "holds no certificate", "BEGIN CERTIFICATE");
        refuses(pem(damaged, key), "Certificate 1 in", "openssl x509");
        refuses(settings(empty, null, null, null), "neither PEM nor a PKCS12", "FRONTDESK_TLS_PASSWORD");
        refuses(settings(pkcs12("geheim"), null, "falsch", null), "of that password", "FRONTDESK_TLS_PASSWORD");
        refuses(settings(pkcs12("geheim"), key, "geheim", null), "no PEM", "without --tls-key");
        refuses(settings(certificate, key, "geheim", null), "--tls-password is for", "Leave it out");
        refuses(settings(certificate, key, null, empty), "holds no certificate", "BEGIN CERTIFICATE");
    }

    private void refuses(TlsSettings settings, String wrong, String remedy) {
        assertThatThrownBy(() -> new ServerTls(settings))
                .isInstanceOf(UnusableTlsException.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("geheim")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(2));
    }

    private Path pkcs12(String password) throws GeneralSecurityException, IOException {
        var store = TestAuthority.store();
        store.setKeyEntry(
                "mine", server.keys().getPrivate(), password.toCharArray(), new X509Certificate[] {server.certificate()
                });
        var file = folder.resolve("server.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static X509Certificate certificateOf(ServerTls tls) {
        try {
            var store = tls.factory().getKeyStore();
            return (X509Certificate) store.getCertificate(store.aliases().nextElement());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TlsSettings pem(Path certificate, Path key) {
        return settings(certificate, key, null, null);
    }

    private static TlsSettings settings(Path certificate, Path key, String password, Path authorities) {
        return new TlsSettings(
                certificate,
                Optional.ofNullable(key),
                Optional.ofNullable(password).filter(text -> !text.isEmpty()),
                Optional.ofNullable(authorities).map(file -> new TlsSettings.ClientCertificates(file, false)));
    }
}
