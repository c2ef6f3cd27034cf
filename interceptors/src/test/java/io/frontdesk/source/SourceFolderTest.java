package io.frontdesk.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {

    @TempDir
    private Path temp;

    @Test
    void listsFilesBelowAFolderButNoHiddenOnes() throws IOException {
        Path contract = Files.createDirectories(temp.resolve("mine"));
        Files.createDirectories(contract.resolve("definitions/.git"));
        Files.writeString(contract.resolve("contract.yaml"), "a: 1");
        Files.writeString(contract.resolve("definitions/.git/x"), "");
        Files.writeString(contract.resolve("definitions/b.json"), "{}");
        Files.createSymbolicLink(contract.resolve("definitions/a.json"), Path.of("b.json"));
        SourceFolder folder = SourceFolder.of(contract);

        assertThat(folder.name()).isEqualTo("mine");
        assertThat(folder.list()).containsExactly("contract.yaml", "definitions/a.json", "definitions/b.json");
        try (var stream = folder.open("definitions/a.json")) {
            assertThat(stream.readAllBytes()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(folder.display("contract.yaml")).isEqualTo(temp + "/mine/contract.yaml");
        assertThatThrownBy(() -> folder.open("definitions")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void faultsAFolderWithoutContract() throws IOException {
        var faults = new Faults();
        Path empty = Files.createDirectories(temp.resolve("empty"));

        assertThat(Sections.read(SourceFolder.of(empty), "contract.yaml", faults))
                .isEmpty();
        assertThat(Sections.read(SourceFolder.of(Path.of("gone")), "contract.yaml", faults))
                .isEmpty();
        assertThat(Sections.read(SourceFolder.builtIn("gone"), "contract.yaml", faults))
                .isEmpty();

        assertThat(faults.sorted())
                .extracting(Fault::toString)
                .containsExactly(
                        empty
                                + "/contract.yaml:1: the contract has no contract.yaml; name a folder that holds"
                                + " contract.yaml",
                        "gone/contract.yaml:1: the contract has no contract.yaml; there is no folder 'gone'; built in"
                                + " are "
                                + String.join(", ", SourceFolder.builtInNames()),
                        "gone/contract.yaml:1: the contract has no contract.yaml; built in are "
                                + String.join(", ", SourceFolder.builtInNames()));
    }

    @Test
    void readsBuiltInContractsOutOfAJar() throws IOException, ReflectiveOperationException {
        Path jar = temp.resolve("all in one.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                var entries = new JarOutputStream(out)) {
            for (String name :
                    List.of("io/", "io/frontdesk/", "io/frontdesk/profiles/", "io/frontdesk/profiles/one/")) {
                entries.putNextEntry(new JarEntry(name));
            }
            for (String name :
                    List.of("one/contract.yaml", "one/definitions/x.json", "two/contract.yaml", "note.txt")) {
                entries.putNextEntry(new JarEntry("io/frontdesk/profiles/" + name));
                entries.write("a: b".getBytes(StandardCharsets.UTF_8));
            }
            for (Class<?> type : List.of(
                    SourceFolder.class,
                    ClassPathFolder.class,
                    DiskFolder.class,
                    Class.forName(ClassPathFolder.class.getName() + "$Files"))) {
                String name = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (var code = type.getClassLoader().getResourceAsStream(name)) {
                    code.transferTo(entries);
                }
            }
        }

        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> shaded = loader.loadClass(SourceFolder.class.getName());
            Object names = shaded.getMethod("builtInNames").invoke(null);
            Object folder = shaded.getMethod("builtIn", String.class).invoke(null, "one");
            Object files = shaded.getMethod("list").invoke(folder);

            assertThat(names).isEqualTo(List.of("one", "two"));
            assertThat(files).isEqualTo(List.of("contract.yaml", "definitions/x.json"));
        }
    }
}
