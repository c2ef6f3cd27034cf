package io.frontdesk.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Where sections come from: a contract's YAML file. */
public final class Sections {

    private Sections() {}

    /**
     * Reads a file of a folder.
     *
     * @return the file's top map, or empty when there is none (a fault); a map with faults in it is returned
     */
    public static Optional<Section> read(SourceFolder folder, String name, Faults faults) {
        String file = folder.display(name);
        try (InputStream stream = folder.open(name)) {
            return read(file, stream.readNBytes(TreeReader.YAML_BYTES + 1), faults);
        } catch (NoSuchFileException e) {
            faults.add(new Fault(file, 1, "", "the contract has no " + name, folder.remedy()));
        } catch (IOException e) {
            faults.add(new Fault(file, 1, "", "cannot be read: " + e.getMessage(), "make it readable"));
        }
        return Optional.empty();
    }

    /**
     * Reads a file of a folder as it stands, for those who look for the line of something that is known to be there.
     *
     * @return the file's top value, or empty when it cannot be read
     */
    public static Optional<Located> tree(SourceFolder folder, String name) {
        try (InputStream stream = folder.open(name)) {
            return TreeReader.yaml(folder.display(name), stream.readNBytes(TreeReader.YAML_BYTES + 1), new Faults());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads YAML from a text.
     *
     * @param file what faults call the text
     */
    public static Optional<Section> parse(String file, String yaml, Faults faults) {
        return read(file, yaml.getBytes(StandardCharsets.UTF_8), faults);
    }

    private static Optional<Section> read(String file, byte[] content, Faults faults) {
        return TreeReader.yaml(file, content, faults).flatMap(tree -> {
            if (tree instanceof Located.Fields map) {
                return Optional.of(new LocatedSection(file, "", map, faults));
            }
            faults.add(new Fault(file, tree.line(), "", "is " + tree.kind(), "a map of keys is expected"));
            return Optional.empty();
        });
    }
}
