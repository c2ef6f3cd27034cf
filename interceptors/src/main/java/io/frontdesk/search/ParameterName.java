package io.frontdesk.search;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The name of a search parameter as a client sends it: {@code patient}, {@code patient:Patient}, {@code patient:missing},
 * {@code patient.identifier}.
 *
 * @param first the parameter of the searched type
 * @param modifier what stands behind its colon, or an empty text
 * @param chained whether a chain follows
 * @param path the names of all links without modifiers; {@code patient:identifier} asks what {@code patient.identifier} does
 */
record ParameterName(String first, String modifier, boolean chained, String path) {

    private static final String IDENTIFIER = "identifier";

    /** Reads a name. */
    static ParameterName of(String name) {
        String[] links = name.split("\\.", -1);
        String first = plain(links[0]);
        String modifier = links[0].substring(Math.min(links[0].length(), first.length() + 1));
        String path = Arrays.stream(links).map(ParameterName::asked).collect(Collectors.joining("."));
        return new ParameterName(first, modifier, links.length > 1, path);
    }

    private static String asked(String link) {
        String plain = plain(link);
        return link.equals(plain + ":" + IDENTIFIER) ? plain + "." + IDENTIFIER : plain;
    }

    private static String plain(String link) {
        int colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(0, colon);
    }
}
