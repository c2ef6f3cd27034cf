package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.host.HostSettings;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar itself: small, and with nothing in it that a host could take for its own. */
class DropInJarIT {

    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private static Path jar() throws URISyntaxException {
        return Path.of(HostSettings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @Test
    void isSmall() throws Exception {
        assertThat(jar().getFileName().toString())
                .startsWith("frontdesk-dropin")
                .endsWith(".jar");
        assertThat(Files.size(jar())).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void holdsNothingThatAHostCouldTakeForItsOwn() throws Exception {
        try (JarFile opened = new JarFile(jar().toFile())) {
            List<String> names = opened.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();

            assertThat(names)
                    .filteredOn(name -> name.endsWith(".class"))
                    .allMatch(name -> name.startsWith("io/frontdesk/"));
            assertThat(names)
                    .noneMatch(name -> name.startsWith("META-INF/services/") || name.startsWith("META-INF/versions/"));
            assertThat(names)
                    .contains("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
                    .anyMatch(name -> name.contains("LICENSE"));
        }
    }
}
