package io.frontdesk.contract;

import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** One text for all that is compiled into a contract: equal for equal contracts, and different for different ones. */
public final class ContractDigest {

    private static final String EXAMPLES = "examples/";

    private ContractDigest() {}

    /**
     * Returns the digest of a contract: the names and bytes of all files in its folder but examples and texts for people, and of
     * the built-in ways to tell refusals. The order in which a file system lists them does not matter.
     *
     * @return 64 hexadecimal digits
     */
    public static String of(SourceFolder folder) {
        StringBuilder parts = new StringBuilder();
        for (SourceFolder source : List.of(folder, SourceFolder.builtIn(ContractReader.DIALECTS))) {
            try {
                for (String file : source.list().stream().sorted().toList()) {
                    if (!file.startsWith(EXAMPLES) && !file.endsWith(".md")) {
                        parts.append(file)
                                .append('\n')
                                .append(digest(source, file))
                                .append('\n');
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            parts.append('\n');
        }
        return DigestUtils.sha256Hex(parts.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(SourceFolder source, String file) throws IOException {
        try (InputStream in = source.open(file)) {
            return DigestUtils.sha256Hex(in);
        }
    }
}
