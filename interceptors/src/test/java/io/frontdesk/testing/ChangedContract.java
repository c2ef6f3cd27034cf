package io.frontdesk.testing;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A built-in contract with other words in its contract.yaml, in a folder of its own. */
public final class ChangedContract {

    private final Path folder;

    private ChangedContract(Path folder) {
        this.folder = folder;
    }

    /** Copies a built-in contract into a folder that is there. */
    public static ChangedContract of(String name, Path folder) {
        SourceFolder builtIn = SourceFolder.builtIn(name);
        try {
            for (String file : builtIn.list()) {
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                try (var stream = builtIn.open(file)) {
                    Files.write(copy, stream.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ChangedContract(folder);
    }

    /** Puts other words in the place of those that must be there. */
    public ChangedContract with(String words, String others) {
        try {
            Path file = folder.resolve("contract.yaml");
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (!text.contains(words)) {
                throw new AssertionError("The contract does not say: " + words);
            }
            Files.writeString(file, text.replace(words, others), StandardCharsets.UTF_8);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another file into the folder. */
    public ChangedContract adding(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SourceFolder folder() {
        return SourceFolder.of(folder);
    }

    public Contract compiled() {
        return new ContractReader(FhirContext::forCached).read(folder());
    }
}
