package io.frontdesk.server.cli;

import ca.uhn.fhir.util.VersionUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Versions implements IVersionProvider {

    /** Returns Frontdesk's own version. */
    static String frontdesk() {
        var properties = new Properties();
        try (var file = Versions.class.getResourceAsStream("version.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("frontdesk", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "Frontdesk " + frontdesk(),
            "HAPI FHIR " + VersionUtil.getVersion(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")"
        };
    }
}
