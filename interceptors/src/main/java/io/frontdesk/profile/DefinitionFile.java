package io.frontdesk.profile;

import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A file that may hold a definition, still unread.
 *
 * @param display what faults call the file; of a file in a package {@code x.tgz!package/y.json}
 * @param packaged whether it stands in a package, where other resources are passed over
 */
@SuppressWarnings("ArrayRecordComponent") // lives only between reading and parsing; never compared
record DefinitionFile(String display, byte[] content, boolean packaged) {

    static final String FOLDER = "definitions/";

    /** How many bytes one file may have. */
    private static final int MOST = 16 << 20;

    /** How many bytes one package may have when unpacked; a small archive can unpack to very much. */
    private static final long MOST_UNPACKED = 512L << 20;

    boolean xml() {
        return display.toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    /** Returns the files below {@code definitions/}: JSON, XML and what NPM packages hold. Text about them is let be. */
    static List<DefinitionFile> all(SourceFolder folder, Faults faults) {
        var files = new ArrayList<DefinitionFile>();
        try {
            for (String name : folder.list()) {
                if (name.startsWith(FOLDER) && !name.endsWith(".md")) {
                    read(folder, name, files, faults);
                }
            }
        } catch (IOException e) {
            faults.add(
                    new Fault(folder.display(FOLDER), 1, "", "cannot be read: " + e.getMessage(), "make it readable"));
        }
        return files;
    }

    private static void read(SourceFolder folder, String name, List<DefinitionFile> files, Faults faults) {
        String display = folder.display(name);
        String lower = name.toLowerCase(Locale.ROOT);
        try (InputStream stream = folder.open(name)) {
            if (lower.endsWith(".json") || lower.endsWith(".xml")) {
                files.add(new DefinitionFile(display, stream.readNBytes(MOST + 1), false));
            } else if (lower.endsWith(".tgz")) {
                unpack(display, stream, files);
            } else {
                faults.add(new Fault(display, 1, "", "is no definition", "a .json, .xml or .tgz file is expected"));
            }
        } catch (IOException e) {
            String right = lower.endsWith(".tgz") ? "an NPM package (gzipped tar) is expected" : "make it readable";
            faults.add(new Fault(display, 1, "", "cannot be read: " + e.getMessage(), right));
        }
    }

    private static void unpack(String display, InputStream packed, List<DefinitionFile> files) throws IOException {
        long left = MOST_UNPACKED;
        try (var archive = new TarArchiveInputStream(new GZIPInputStream(packed))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                left -= Math.max(0, entry.getSize());
                if (left < 0) {
                    throw new IOException("unpacked it is larger than " + MOST_UNPACKED + " bytes");
                }
                String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (entry.isFile() && mayDefine(name)) {
                    files.add(new DefinitionFile(display + "!" + name, archive.readNBytes(MOST + 1), true));
                }
            }
        }
    }

    /** Resources stand right in {@code package/} (FHIR package specification); what has a folder of its own is an example. */
    private static boolean mayDefine(String name) {
        return name.matches("package/[^/.][^/]*\\.json") && !name.equals("package/package.json");
    }
}
