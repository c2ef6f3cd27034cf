package io.frontdesk.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A built-in contract's folder on the class path: in a jar, or a plain folder while the project is being built. The
 * class path is looked through once, since a jar that holds a whole server has tens of thousands of entries.
 */
record ClassPathFolder(String name, List<String> list) implements SourceFolder {

    private static final String ROOT = "io/frontdesk/profiles/";
    private static final String CONTRACT = "contract.yaml";

    /** Looked up on first use. */
    private static final class Files {
        static final List<String> ALL = all();
    }

    static ClassPathFolder of(String name) {
        String prefix = name + "/";
        return new ClassPathFolder(
                name,
                Files.ALL.stream()
                        .filter(file -> file.startsWith(prefix))
                        .map(file -> file.substring(prefix.length()))
                        .toList());
    }

    static List<String> names() {
        return Files.ALL.stream()
                .filter(file ->
                        file.indexOf('/') == file.length() - CONTRACT.length() - 1 && file.endsWith("/" + CONTRACT))
                .map(file -> file.substring(0, file.indexOf('/')))
                .sorted()
                .toList();
    }

    private static List<String> all() {
        try {
            var names = new ArrayList<String>();
            for (URL root : (Iterable<URL>) loader().getResources(ROOT)::asIterator) {
                if (root.openConnection() instanceof JarURLConnection connection) {
                    addEntries(connection.getJarFile(), names);
                } else {
                    names.addAll(new DiskFolder(Path.of(uri(root))).list());
                }
            }
            return names.stream().distinct().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addEntries(JarFile jar, List<String> names) {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.startsWith(ROOT) && !name.endsWith("/")) {
                names.add(name.substring(ROOT.length()));
            }
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("The class path holds an address that is none: " + url, e);
        }
    }

    private static ClassLoader loader() {
        ClassLoader own = ClassPathFolder.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    @Override
    public InputStream open(String file) throws IOException {
        InputStream stream = list.contains(file) ? loader().getResourceAsStream(ROOT + name + "/" + file) : null;
        if (stream == null) {
            throw new NoSuchFileException(display(file));
        }
        return stream;
    }

    @Override
    public String display(String file) {
        return name + "/" + file;
    }

    @Override
    public String remedy() {
        return "built in are " + String.join(", ", names());
    }
}
