package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Contracts of the tests' own, as folders to start a server on. */
public final class TestContracts {

    private static final String FILE = "contract.yaml";

    private TestContracts() {}

    /** Returns {@code lenient}: Frontdesk's core, except that a change may come without a version. */
    static String lenient() {
        return changed("core", "lenient", "ifMatch: required", "ifMatch: optional")
                .toString();
    }

    /** Returns {@code stu3}: all that HAPI can do in DSTU3, under a small status table. */
    static String stu3() {
        try {
            return Path.of(Objects.requireNonNull(TestContracts.class.getResource("/contracts/stu3"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a copy of a built-in contract under another name, with one line of it changed. */
    static Path changed(String builtIn, String name, String from, String to) {
        return changed(builtIn, name, Map.of(from, to));
    }

    /** Returns a copy of a built-in contract under another name, with each of the texts changed into the other. */
    public static Path changed(String builtIn, String name, Map<String, String> changes) {
        return changed(builtIn, name, text -> {
            assertThat(text).contains(changes.keySet());
            String changed = text;
            for (Map.Entry<String, String> change : changes.entrySet()) {
                changed = changed.replace(change.getKey(), change.getValue());
            }
            return changed;
        });
    }

    /** Returns a copy of a built-in contract under another name, changed at will. */
    public static Path changed(String builtIn, String name, UnaryOperator<String> change) {
        SourceFolder source = SourceFolder.builtIn(builtIn);
        try {
            Path folder = Files.createTempDirectory(name);
            folder.toFile().deleteOnExit();
            for (String file : source.list()) {
                try (InputStream in = source.open(file)) {
                    Path copy = folder.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(in, copy);
                }
            }
            Path contract = folder.resolve(FILE);
            String text = Files.readString(contract, StandardCharsets.UTF_8);
            assertThat(text).contains("contract: " + builtIn);
            Files.writeString(contract, change.apply(text.replace("contract: " + builtIn, "contract: " + name)));
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
