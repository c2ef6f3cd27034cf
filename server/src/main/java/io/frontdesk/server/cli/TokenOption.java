package io.frontdesk.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that gives the bearer tokens with which another server is asked. They are never repeated. */
final class TokenOption {

    private static final Pattern LABELLED = Pattern.compile("([a-z][a-z0-9-]{0,30})=([^=].*)");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");
    private static final String MAIN = "full";

    @Option(
            order = 2,
            required = true,
            names = "--token",
            paramLabel = "[LABEL=]TOKEN|@FILE",
            description = "Bearer token, better given in a file, where nobody sees it. The first one may do everything;"
                    + " give it again, with labels, for callers who may do less")
    private List<String> tokens = List.of();

    /**
     * Returns the tokens by what the user calls them, the first one first.
     *
     * @throws BadSettingException when one is no token, a file cannot be read, or two have one label
     */
    Map<String, String> byLabel() {
        var found = new LinkedHashMap<String, String>();
        for (String given : tokens) {
            Matcher labelled = LABELLED.matcher(given);
            boolean named = labelled.matches();
            String label = named ? labelled.group(1) : found.isEmpty() ? MAIN : "token " + (found.size() + 1);
            if (found.putIfAbsent(label, token(named ? labelled.group(2) : given)) != null) {
                throw new BadSettingException(
                        "Two tokens are called '" + label + "'.", "Give each a label of its own.");
            }
        }
        return found;
    }

    private static String token(String given) {
        String token = given.startsWith("@") ? read(given.substring(1)).strip() : given;
        if (!TOKEN.matcher(token).matches()) {
            throw new BadSettingException(
                    "A value of --token is no bearer token.",
                    "Give the token as it is, or @ and the file that holds it.");
        }
        return token;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadSettingException(
                    "The file '" + file + "' (--token) cannot be read.", "Name a file that holds one token.");
        }
    }
}
