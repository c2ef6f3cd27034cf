package io.frontdesk.server.cli;

import io.frontdesk.server.settings.TlsSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads how the server speaks TLS. What the files hold is for the start to judge. */
final class TlsReader {

    private final GivenSettings settings;

    TlsReader(GivenSettings settings) {
        this.settings = settings;
    }

    Optional<TlsSettings> read() {
        var certificate = path(Setting.TLS_CERTIFICATE);
        if (certificate.isEmpty()) {
            for (var setting : List.of(Setting.TLS_KEY, Setting.TLS_PASSWORD, Setting.CLIENT_CERTIFICATES)) {
                if (settings.text(setting).isPresent()) {
                    throw settings.bad(
                            setting,
                            "is of no use without TLS",
                            "Name the server's own certificate with --tls-certificate.");
                }
            }
        }
        var clients = clients();
        return certificate.map(
                file -> new TlsSettings(file, path(Setting.TLS_KEY), settings.text(Setting.TLS_PASSWORD), clients));
    }

    private Optional<TlsSettings.ClientCertificates> clients() {
        var authorities = path(Setting.CLIENT_CERTIFICATES);
        var mode = settings.text(Setting.CLIENT_CERTIFICATES_MODE);
        if (!List.of("off", "optional", "required").contains(mode.orElse("optional"))) {
            throw settings.bad(
                    Setting.CLIENT_CERTIFICATES_MODE, "is '" + mode.get() + "'", "Give off, optional or required.");
        }
        if (mode.filter("off"::equals).isPresent()) {
            return Optional.empty();
        }
        if (mode.isPresent() && authorities.isEmpty()) {
            throw settings.bad(
                    Setting.CLIENT_CERTIFICATES_MODE,
                    "is '" + mode.get() + "', and nobody's certificates are taken",
                    "Name with --client-certificates whose are.");
        }
        return authorities.map(file -> new TlsSettings.ClientCertificates(
                file, mode.filter("required"::equals).isPresent()));
    }

    private Optional<Path> path(Setting setting) {
        try {
            return settings.text(setting).map(Path::of);
        } catch (InvalidPathException odd) {
            throw settings.bad(setting, "is no file name", "Name a file.");
        }
    }
}
