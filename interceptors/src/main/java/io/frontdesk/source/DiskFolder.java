package io.frontdesk.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A folder on disk. Links are followed, because mounted configuration consists of them. */
record DiskFolder(Path path) implements SourceFolder {

    private static final int DEPTH = 8;

    @Override
    public String name() {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "" : last.toString();
    }

    @Override
    public List<String> list() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        var names = new ArrayList<String>();
        Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(path) && hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !hidden(file)) {
                    names.add(path.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names.stream().sorted().toList();
    }

    private static boolean hidden(Path entry) {
        Path name = entry.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public InputStream open(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.newInputStream(file);
    }

    @Override
    public String display(String name) {
        return path.resolve(name).toString();
    }

    @Override
    public String remedy() {
        return Files.isDirectory(path)
                ? "name a folder that holds contract.yaml"
                : "there is no folder '" + path + "'; built in are " + String.join(", ", ClassPathFolder.names());
    }
}
