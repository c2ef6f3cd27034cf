package io.frontdesk.server.tls;

import io.frontdesk.server.settings.TlsSettings;
import java.nio.file.Path;
import org.eclipse.jetty.util.Scanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the ciphers that Jetty leaves on (forward secrecy) but those of CBC: authenticated encryption only.
 *
 * <p>Client certificates are verified along RFC 5280 against the authorities of the settings; one that is not good ends the
 * handshake, whether it is required or not. Revocation lists are not asked for.
 *
 * <p>The files are looked at once a minute. When they have changed, new connections use what they hold; when that cannot be
 * used, the old keeps being used and the log says so.
 */
public final class ServerTls {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final int SCAN_SECONDS = 60;

    private final TlsSettings settings;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    /**
     * Reads the files.
     *
     * @throws UnusableTlsException when they cannot be used
     */
    public ServerTls(TlsSettings settings) {
        this.settings = settings;
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.addExcludeCipherSuites(".*_CBC_.*");
        factory.setRenegotiationAllowed(false);
        settings.clients().ifPresent(clients -> {
            factory.setWantClientAuth(!clients.required());
            factory.setNeedClientAuth(clients.required());
        });
        use(TlsFiles.read(settings));
    }

    /** Returns what makes Jetty speak TLS. */
    public SslContextFactory.Server factory() {
        return factory;
    }

    /** Returns what looks for changed files, once it is started. */
    public Scanner scanner() {
        var scanner = new Scanner();
        TlsFiles.of(settings).stream().map(Path::toAbsolutePath).forEach(scanner::addFile);
        scanner.setReportExistingFilesOnStartup(false);
        scanner.setScanInterval(SCAN_SECONDS);
        scanner.addListener((Scanner.BulkListener) changed -> reload());
        return scanner;
    }

    /** Reads the files again. */
    void reload() {
        try {
            var files = TlsFiles.read(settings);
            factory.reload(same -> use(files));
            LOG.info("The TLS certificates have changed; new connections use them");
        } catch (Exception unusable) {
            LOG.warn("The TLS files have changed and cannot be used, so the old ones stay: {}", unusable.getMessage());
        }
    }

    private void use(TlsFiles files) {
        factory.setKeyStore(files.own());
        factory.setKeyStorePassword(files.password());
        files.trusted().ifPresent(factory::setTrustStore);
    }
}
