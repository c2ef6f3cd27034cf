package io.frontdesk.server.cli;

import io.frontdesk.source.SourceFolder;
import java.util.Iterator;

/** The names of the built-in contracts, as the help lists them. */
final class BuiltInContracts implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return SourceFolder.builtInNames().iterator();
    }
}
