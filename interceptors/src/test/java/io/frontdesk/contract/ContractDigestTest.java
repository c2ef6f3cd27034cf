package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDigestTest {

    @TempDir
    Path root = Path.of("");

    private String digest(String folder, String... files) throws IOException {
        for (int i = 0; i < files.length; i += 2) {
            Path file = root.resolve(folder).resolve(files[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1]);
        }
        return ContractDigest.of(SourceFolder.of(root.resolve(folder)));
    }

    @Test
    void isTheSameForTheSameFilesWhereverTheyStand() throws IOException {
        String first = digest("a", "contract.yaml", "x", "definitions/p.json", "{}");

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(digest("b", "definitions/p.json", "{}", "contract.yaml", "x"))
                .isEqualTo(first);
        assertThat(digest("a", "README.md", "read me", "examples/valid/one.json", "{}"))
                .isEqualTo(first);
    }

    @Test
    void changesWithEveryByteAndName() throws IOException {
        String first = digest("a", "contract.yaml", "x", "definitions/p.json", "{}");

        assertThat(digest("b", "contract.yaml", "x ", "definitions/p.json", "{}"))
                .isNotEqualTo(first);
        assertThat(digest("c", "contract.yaml", "x", "definitions/q.json", "{}"))
                .isNotEqualTo(first);
        assertThat(digest("d", "contract.yaml", "x", "definitions/p.json", "{}", "definitions/q.json", "{}"))
                .isNotEqualTo(first);
        assertThat(digest("e", "contract.yaml", "{}", "definitions/p.json", "x"))
                .isNotEqualTo(first);
    }

    @Test
    void tellsTheBuiltInContractsApart() {
        assertThat(SourceFolder.builtInNames().stream()
                        .map(name -> ContractDigest.of(SourceFolder.builtIn(name)))
                        .distinct())
                .hasSameSizeAs(SourceFolder.builtInNames());
    }
}
