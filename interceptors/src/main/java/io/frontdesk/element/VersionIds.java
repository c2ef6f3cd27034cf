package io.frontdesk.element;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version ids of an endpoint: the store counts from 1, and an endpoint may tell another first version. The only place that
 * knows the difference.
 *
 * @param first what the version is called that the store calls 1
 */
public record VersionIds(int first) {

    /** Tells versions as they are stored. */
    public static final VersionIds AS_STORED = new VersionIds(1);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern HISTORY = Pattern.compile("(?<=/_history/)\\d{1,9}$");
    private static final Pattern TAG = Pattern.compile("(?<=^W/\"|^)\\d{1,9}(?=\"?$)");

    /** Returns whether versions are told as they are stored. */
    public boolean asStored() {
        return first == 1;
    }

    /** Returns what a stored version is called. */
    public String told(String stored) {
        return moved(stored, first - 1);
    }

    /** Returns the stored version behind what it is called; what was never told is told of nothing stored. */
    public String stored(String told) {
        return moved(told, 1 - first);
    }

    /** Returns an address with the version in it as it is called. */
    public String toldIn(String address) {
        return replaced(HISTORY, address, first - 1);
    }

    /** Returns an address with the version in it as it is stored. */
    public String storedIn(String address) {
        return replaced(HISTORY, address, 1 - first);
    }

    /** Returns an entity tag, or the bare version that HAPI tells in bundles, with the version as it is called. */
    public String toldInTag(String tag) {
        return replaced(TAG, tag, first - 1);
    }

    private static String replaced(Pattern where, String text, int by) {
        Matcher version = where.matcher(text);
        return version.find() ? version.replaceFirst(moved(version.group(), by)) : text;
    }

    private static String moved(String version, int by) {
        return NUMBER.matcher(version).matches() ? String.valueOf(Integer.parseInt(version) + by) : version;
    }
}
