package io.frontdesk.search;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a search is cut into pages. Compiled from {@code search.<type>.page}:
 *
 * <pre>
 * page:
 *   count: 10             # matches of a page where the client does not say (FHIR R4, 3.1.1.5.4)
 *   most: 100             # matches of a page at most, however many the client asks for
 *   offset: with-count    # with-count | any: whether _offset needs _count beside it; optional, absent: any
 *   links: relative       # absolute | relative: how the links of a bundle are written; optional, absent: absolute
 * </pre>
 *
 * @param count how many matches a page has
 * @param most how many it has at most
 * @param offsetNeedsCount whether {@code _offset} is refused alone
 * @param relative whether links are paths below the base, to the first and the last page too, and absent where nothing is found
 */
record PageRule(int count, int most, boolean offsetNeedsCount, boolean relative) {

    static final String COUNT = "_count";
    static final String OFFSET = "_offset";

    private static final int LARGEST = 1_000;
    private static final Map<String, Boolean> OFFSETS = Map.of("with-count", true, "any", false);
    private static final Map<String, Boolean> LINKS = Map.of("absolute", false, "relative", true);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static PageRule compile(Section section) {
        PageRule rule = new PageRule(
                section.number("count", 20, 1, LARGEST),
                section.number("most", LARGEST, 1, LARGEST),
                section.has("offset") && section.choice("offset", OFFSETS),
                section.has("links") && section.choice("links", LINKS));
        if (rule.count() > rule.most()) {
            section.fault("count", "is more than most", "at most " + rule.most());
        }
        section.close();
        return rule;
    }

    Decision may(Map<String, List<String>> asked) {
        return number(COUNT, asked)
                .and(() -> number(OFFSET, asked))
                .and(() -> offsetNeedsCount && asked.containsKey(OFFSET) && !asked.containsKey(COUNT)
                        ? wrong(OFFSET, "The parameter _offset stands without _count.", "Send both, or neither.")
                        : Decision.permit());
    }

    private static Decision number(String name, Map<String, List<String>> asked) {
        List<String> values = asked.getOrDefault(name, List.of("0"));
        return values.size() == 1 && NUMBER.matcher(values.get(0)).matches()
                ? Decision.permit()
                : wrong(name, "The parameter " + name + " is no number.", "Send one whole number, 0 or more.");
    }

    private static Decision wrong(String parameter, String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.SEARCH_VALUE, text, remedy).with("parameter", parameter));
    }

    /** Returns how many matches the page has that a client asks for, whose parameters {@link #may} permits. */
    int count(Map<String, List<String>> asked) {
        return Math.min(
                most,
                asked.containsKey(COUNT) ? Integer.parseInt(asked.get(COUNT).get(0)) : count);
    }

    /** Returns how many matches come before the page. */
    int offset(Map<String, List<String>> asked) {
        return Integer.parseInt(asked.getOrDefault(OFFSET, List.of("0")).get(0));
    }
}
