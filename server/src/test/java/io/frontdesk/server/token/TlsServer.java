package io.frontdesk.server.token;

import io.frontdesk.server.TestServer;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server in memory that speaks https, and takes certificates of clients and the tokens of an issuer. */
final class TlsServer {

    private TlsServer() {}

    /**
     * Starts one.
     *
     * @param own who signs the server's certificate
     * @param clients who signs those of the clients
     * @param required whether nobody connects without one
     * @param folder where the certificates are written
     */
    static TestServer start(
            Path contract, TestIssuer issuer, TestAuthority own, TestAuthority clients, boolean required, Path folder)
            throws IOException {
        var certificate = own.issue("localhost", "DNS:localhost", "IP:127.0.0.1");
        return TestServer.with(new ServerSettings(
                List.of(contract.toString()),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new IdentitySettings.OpenId(issuer.url(), Optional.of(TestIssuer.AUDIENCE), Optional.empty()),
                Optional.of(new TlsSettings(
                        TestAuthority.write(folder.resolve("server.pem"), certificate.certificate()),
                        Optional.of(TestAuthority.writeKey(folder.resolve("key.pem"), certificate)),
                        Optional.empty(),
                        Optional.of(new TlsSettings.ClientCertificates(
                                TestAuthority.write(folder.resolve("clients.pem"), clients.certificate()), required)))),
                HttpSettings.USUAL));
    }
}
