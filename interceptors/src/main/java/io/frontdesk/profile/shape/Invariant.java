package io.frontdesk.profile.shape;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a FHIRPath expression looks at. One that asks only whether elements are there, how many, and which values are equal
 * to each other or to its own constants, comes out the same when other values are put in, as long as equal ones stay equal:
 * it looks at its constants alone. Of anything else it is taken that it looks at all that it names.
 */
final class Invariant {

    /** Functions that look at no value, or only at which are equal; and words that may stand before a parenthesis. */
    private static final Set<String> PLAIN = Set.of(
            "exists",
            "empty",
            "all",
            "not",
            "where",
            "select",
            "first",
            "last",
            "tail",
            "skip",
            "take",
            "single",
            "count",
            "children",
            "descendants",
            "extension",
            "hasValue",
            "ofType",
            "as",
            "is",
            "distinct",
            "isDistinct",
            "subsetOf",
            "supersetOf",
            "union",
            "intersect",
            "exclude",
            "combine",
            "trace",
            "iif",
            "allTrue",
            "anyTrue",
            "allFalse",
            "anyFalse",
            "and",
            "or",
            "xor",
            "implies",
            "in");

    /** Functions that reach elements which the expression does not name. */
    private static final Set<String> WIDE = Set.of("children", "descendants", "repeat", "conformsTo");

    private static final Set<String> CLOCKS = Set.of("now", "today", "timeOfDay");
    private static final Set<String> RESOURCES = Set.of("%resource", "%rootResource", "%context");

    /**
     * What compares values in another way, yet sees in each of them no more than a shape keeps: the order of moments, a
     * reference's leading {@code #}, ids of contained resources, and numbers of elements.
     */
    private static final Map<Pattern, String> KEPT = new LinkedHashMap<>();

    static {
        KEPT.put(Pattern.compile("\\b(start|end) ?(<=|>=|<|>) ?(start|end)\\b"), "$1.exists() and $3.exists()");
        KEPT.put(Pattern.compile("\\bcount\\(\\) ?(<=|>=|<|>) ?(\\d+\\b|(\\w+\\.)*count\\(\\))"), "count()");
        KEPT.put(Pattern.compile("'#' ?\\+ ?id\\b"), "id");
        KEPT.put(
                Pattern.compile("\\(reference\\.substring\\(1\\)\\.trace\\('url'\\) in"
                        + " %(resource|rootResource)\\.contained\\.id\\.trace\\('ids'\\)\\)"),
                "reference.exists()");
    }

    /** How many there are against a number that stands somewhere. */
    private static final Pattern AGAINST_LEAF =
            Pattern.compile("\\bcount\\(\\) ?(?:<=|>=|<|>) ?(extension\\('[^'\\\\]*'\\))\\.(value)\\b(?![.(])");

    private static final Pattern PART = Pattern.compile("\\b(?:contains|startsWith)\\('([^'\\\\]*)'\\)");

    private static final Pattern TOKEN = Pattern.compile(
            "(?<text>'(?:[^'\\\\]|\\\\.)*')"
                    + "|(?<number>\\d+(?:\\.\\d+)?)"
                    + "|(?<name>[A-Za-z_]\\w*|`[^`]*`)(?<call>\\s*\\()?"
                    + "|(?<variable>%[\\w-]+)"
                    + "|(?<plain>\\s+|!=|=|\\||[().,\\[\\]]|\\$this\\b)"
                    + "|(?<other>.)",
            Pattern.DOTALL);

    private final Set<String> names = new HashSet<>();
    private final Set<String> constants = new HashSet<>();
    private boolean plain = true;
    private boolean wide;
    private boolean clock;

    private Invariant(String context) {
        names.add(context);
    }

    /**
     * Returns what an expression looks at.
     *
     * @param context the name of the element that the expression is about
     */
    static Inspected inspects(String context, String expression) {
        var leaves = new HashSet<String>();
        var parts = new HashSet<String>();
        String text = AGAINST_LEAF.matcher(expression.replaceAll("\\s+", " ")).replaceAll(found -> {
            leaves.add(found.group(2));
            return Matcher.quoteReplacement("count() and " + found.group(1) + ".exists()");
        });
        for (Map.Entry<Pattern, String> kept : KEPT.entrySet()) {
            text = kept.getKey().matcher(text).replaceAll(kept.getValue());
        }
        text = PART.matcher(text).replaceAll(found -> {
            parts.add(found.group(1));
            return "exists()";
        });
        var invariant = new Invariant(context);
        invariant.constants.addAll(parts);
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            invariant.see(tokens);
        }
        return invariant.inspected().with(leaves, parts);
    }

    private void see(Matcher token) {
        String name = token.group("name");
        if (token.group("text") != null) {
            String text = token.group("text");
            constants.add(text.substring(1, text.length() - 1));
            plain &= !text.contains("\\");
        } else if (token.group("number") != null) {
            constants.add(token.group("number"));
            plain &= !token.group("number").contains(".");
        } else if (name != null && token.group("call") != null) {
            plain &= PLAIN.contains(name);
            wide |= WIDE.contains(name);
            clock |= CLOCKS.contains(name);
            names.add(name);
        } else if (name != null) {
            names.add(name.replace("`", ""));
        } else if (token.group("variable") != null) {
            plain &= RESOURCES.contains(token.group("variable"));
        } else if (token.group("other") != null) {
            plain = false;
        }
    }

    private Inspected inspected() {
        if (clock) {
            return Inspected.CLOCK;
        }
        if (plain) {
            return Inspected.constants(constants);
        }
        return wide ? Inspected.EVERYTHING : Inspected.names(names);
    }
}
