package io.frontdesk.version;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an If-Match or If-None-Match header says (RFC 9110 sections 8.8.3 and 13.1.1). FHIR puts the version id into the
 * entity tag: {@code W/"2"} (FHIR R4 RESTful API, 3.1.0.5); Frontdesk reads the strong form {@code "2"} alike.
 */
public sealed interface Precondition {

    /** The header was not sent. */
    record None() implements Precondition {}

    /** {@code *}: any version, as long as there is one. */
    record AnyVersion() implements Precondition {}

    /** One of these versions; a tag that is no version of ours is kept and simply never matches. */
    record OneOf(Set<String> versions) implements Precondition {

        /** Copies the set. */
        public OneOf {
            versions = Set.copyOf(versions);
        }
    }

    /** No list of entity tags. */
    record Malformed() implements Precondition {}

    /** Reads the values of one header, sent once or several times. */
    static Precondition of(List<String> values) {
        return of(values, false);
    }

    /**
     * Reads the values of one header, sent once or several times.
     *
     * @param weak whether a tag must be a weak one
     */
    static Precondition of(List<String> values, boolean weak) {
        if (values.isEmpty()) {
            return new None();
        }
        String list = String.join(",", values).strip();
        if (list.equals("*")) {
            return new AnyVersion();
        }
        return list.length() > EntityTag.LONGEST ? new Malformed() : EntityTag.list(list, weak);
    }

    /** The grammar of a list of entity tags. */
    final class EntityTag {

        static final int LONGEST = 1_024;

        /** One entity tag with what may follow it: optional white space, and a comma when more is to come. */
        private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E]{0,256})\"[ \\t]*(,|$)[ \\t]*");

        private EntityTag() {}

        private static Precondition list(String list, boolean weak) {
            Set<String> versions = new LinkedHashSet<>();
            Matcher tag = TAG.matcher(list);
            int next = 0;
            while (next < list.length() && tag.find(next) && tag.start() == next && (!weak || tag.group(1) != null)) {
                versions.add(tag.group(2));
                next = tag.end();
            }
            boolean whole = next == list.length() && !list.endsWith(",");
            return whole && !versions.isEmpty() ? new OneOf(versions) : new Malformed();
        }
    }
}
