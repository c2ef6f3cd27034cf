package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The one jar still carries the licences and notices of everything that is in it, and our own. */
class LicencesIT {

    private static final Pattern TOLD =
            Pattern.compile("(META-INF/)?(LICENSE|NOTICE)S?(\\.txt|\\.md)?", Pattern.CASE_INSENSITIVE);

    @Test
    void keepsTheLicencesAndNoticesOfWhatIsInTheJar() throws IOException {
        try (var packed = new JarFile("target/frontdesk.jar")) {
            var kept = new StringBuilder();
            for (var entry : told(packed)) {
                kept.append(text(packed, entry));
            }
            var libraries = Arrays.stream(
                            System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                    .filter(path -> path.endsWith(".jar"))
                    .toList();
            int texts = 0;
            for (var library : libraries) {
                try (var jar = new JarFile(library)) {
                    if (isIn(packed, jar)) {
                        for (var entry : told(jar)) {
                            assertThat(kept.indexOf(text(jar, entry).strip()))
                                    .as(
                                            "%s of %s",
                                            entry.getName(), Path.of(library).getFileName())
                                    .isNotNegative();
                            texts++;
                        }
                    }
                }
            }
            assertThat(texts).isGreaterThan(100);
            assertThat(text(packed, packed.getEntry("LICENSE"))).isEqualTo(Files.readString(Path.of("../LICENSE")));
        }
    }

    /** A library is in the jar when its first class is: those for tests alone are not. */
    private static boolean isIn(JarFile packed, JarFile library) {
        return library.stream()
                .map(ZipEntry::getName)
                .filter(name ->
                        name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class"))
                .findFirst()
                .filter(name -> packed.getEntry(name) != null)
                .isPresent();
    }

    private static List<? extends ZipEntry> told(JarFile jar) {
        return jar.stream()
                .filter(entry -> TOLD.matcher(entry.getName()).matches())
                .toList();
    }

    private static String text(JarFile jar, ZipEntry entry) throws IOException {
        try (var in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
