package io.frontdesk.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A folder that holds a contract: on disk, or built in (on the class path). */
public interface SourceFolder {

    /** Returns the folder's own name, without the path to it. */
    String name();

    /**
     * Returns the names of all files in the folder and below, relative to it, with {@code /} between the parts, sorted.
     * Names that begin with a dot are passed over.
     *
     * @throws IOException when the folder cannot be read; an absent folder has no files
     */
    List<String> list() throws IOException;

    /**
     * Opens a file.
     *
     * @param name a name relative to the folder
     * @throws java.nio.file.NoSuchFileException when there is no such file
     */
    InputStream open(String name) throws IOException;

    /** Returns what faults call a file: the path as the user gave it, or {@code <contract>/<name>} when built in. */
    String display(String name);

    /** Returns what is said about the folder when it holds no contract, as the remedy of a fault. */
    String remedy();

    /** Returns the folder of the user's own at a path, which faults repeat as it is given. */
    static SourceFolder of(Path path) {
        return new DiskFolder(path);
    }

    /** Returns the folder of a built-in contract; a name that is not built in gives a folder without files. */
    static SourceFolder builtIn(String contractName) {
        return ClassPathFolder.of(contractName);
    }

    /** Returns the folder that a user names: that of the built-in contract of this name, else the one at this path. */
    static SourceFolder named(String nameOrPath) {
        return builtInNames().contains(nameOrPath) ? builtIn(nameOrPath) : of(Path.of(nameOrPath));
    }

    /** Returns the names of the built-in contracts, sorted. */
    static List<String> builtInNames() {
        return ClassPathFolder.names();
    }
}
