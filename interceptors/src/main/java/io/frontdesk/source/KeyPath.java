package io.frontdesk.source;

import java.util.regex.Pattern;

/** The path of a key in a file, as an author reads it: {@code status.transitions.booked[2]}. */
public final class KeyPath {

    private static final Pattern PLAIN = Pattern.compile("[\\w$*/-]+");

    private KeyPath() {}

    /** Returns the path of a key below a path; a key that holds dots or blanks stands in brackets and quotes. */
    public static String of(String path, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the path of an item of the list at a path. */
    public static String of(String path, int item) {
        return path + "[" + item + "]";
    }
}
