package io.frontdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The examples of the built-in contracts, named as {@code valid/appointment-booked}. */
final class Examples {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "examples/";
    private static final String ENDING = ".json";

    private Examples() {}

    /** Returns a resource to change and send. */
    static ObjectNode of(String contract, String name) {
        return (ObjectNode) read(contract, name);
    }

    /** Returns an example, be it a resource or a patch. */
    static JsonNode read(String contract, String name) {
        try (InputStream file = SourceFolder.builtIn(contract).open(FOLDER + name + ENDING)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the names of all that are {@code valid} or {@code invalid}. */
    static List<String> names(String contract, String kind) {
        try {
            return SourceFolder.builtIn(contract).list().stream()
                    .filter(name -> name.startsWith(FOLDER + kind + "/"))
                    .map(name -> name.substring(FOLDER.length(), name.length() - ENDING.length()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
