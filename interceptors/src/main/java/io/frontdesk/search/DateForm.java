package io.frontdesk.search;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How moments are given to one search parameter of type date. Compiled from {@code search.<type>.dates.<parameter>}:
 *
 * <pre>
 * dates:
 *   date:
 *     time: required          # required | none | optional: none means days, which are days in UTC
 *     prefix: required        # required | optional; optional, absent: optional
 *     prefixes: [ge, lt]      # those that may be given (FHIR R4, 3.1.1.4.6); optional, absent: all
 *     twice: [ge, lt]         # the prefixes of two values, from and to; optional, absent: any
 *     values: 2               # how many values are given, 1 or 2; optional, absent: either
 *     past: refuse            # refuse | accept: a value before today (UTC) or, with a time, before now; optional, absent: accept
 * </pre>
 *
 * A value is given once or twice, and is no list.
 *
 * @param time whether a value has a time
 * @param prefixed whether a value must have a prefix
 * @param prefixes the prefixes that may be given
 * @param twice the prefixes of two values; empty: any
 * @param count how many values are given; 0: one or two
 * @param toCome whether no value lies in the past
 */
record DateForm(Time time, boolean prefixed, List<String> prefixes, List<String> twice, int count, boolean toCome) {

    /** Whether a value has a time. */
    enum Time {
        REQUIRED,
        NONE,
        OPTIONAL
    }

    private static final List<String> ALL = List.of("eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap");
    /** Those that a day can be turned into a period of moments for. */
    private static final List<String> OF_DAYS = List.of("eq", "gt", "ge", "lt", "le");

    private static final Map<String, Time> TIMES =
            Map.of("required", Time.REQUIRED, "none", Time.NONE, "optional", Time.OPTIONAL);
    private static final Map<String, Boolean> NEEDED = Map.of("required", true, "optional", false);
    private static final Map<String, Boolean> PAST = Map.of("refuse", true, "accept", false);
    private static final Set<String> INCLUSIVE = Set.of("ge", "le");
    private static final Pattern VALUE = Pattern.compile("([a-z]{2})?(\\d{4}.{0,40})");
    private static final Pattern PARTLY = Pattern.compile("\\d{4}(-(0[1-9]|1[0-2]))?");
    private static final int TWO = 2;

    /** A value taken apart. */
    private record Given(String prefix, String moment) {}

    static DateForm compile(Section section) {
        Time time = section.choice("time", TIMES);
        List<String> known = time == Time.NONE ? OF_DAYS : ALL;
        DateForm form = new DateForm(
                time,
                section.has("prefix") && section.choice("prefix", NEEDED),
                section.has("prefixes") ? section.texts("prefixes") : known,
                section.optionalTexts("twice"),
                section.number("values", 0, 1, TWO),
                section.has("past") && section.choice("past", PAST));
        if (!known.containsAll(form.prefixes())) {
            section.fault("prefixes", "names what is no prefix here", "some of " + String.join(", ", known));
        }
        if (section.has("twice")
                && (form.twice().size() != TWO || !form.prefixes().containsAll(form.twice()))) {
            section.fault("twice", "is no pair of prefixes", "two of " + String.join(", ", form.prefixes()));
        }
        section.close();
        return form;
    }

    /** Judges what a client gives now, in the order in which it gives it. */
    Decision may(String parameter, List<String> values) {
        return may(parameter, values, Instant.now());
    }

    /** Judges what a client gives at some moment. */
    Decision may(String parameter, List<String> values, Instant now) {
        List<Given> given = values.stream()
                .map(value -> taken(value.replace(' ', '+')))
                .flatMap(Optional::stream)
                .toList();
        boolean known = given.size() == values.size() && !values.isEmpty() && values.size() <= TWO;
        boolean enough = count == 0 || values.size() == count;
        if (known && enough && (values.size() < TWO || ranges(given))) {
            return toCome && given.stream().anyMatch(one -> passed(one, now)) ? past(parameter) : Decision.permit();
        }
        return Decision.refuse(Refusal.of(
                        Rule.SEARCH_VALUE,
                        "The parameter " + parameter + " has a value in a form that is not offered.",
                        advice())
                .with("parameter", parameter));
    }

    private Optional<Given> taken(String value) {
        Matcher parts = VALUE.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String prefix = parts.group(1) == null ? "" : parts.group(1);
        boolean prefixKnown = prefix.isEmpty() ? !prefixed : prefixes.contains(prefix);
        String moment = parts.group(2);
        boolean hasTime = moment.indexOf('T') >= 0;
        boolean formed = switch (time) {
            case REQUIRED -> hasTime;
            case NONE -> !hasTime && !PARTLY.matcher(moment).matches();
            case OPTIONAL -> true;
        };
        boolean real = PARTLY.matcher(moment).matches() || start(moment).isPresent();
        return prefixKnown && formed && real ? Optional.of(new Given(prefix, moment)) : Optional.empty();
    }

    private boolean ranges(List<Given> given) {
        if (twice.isEmpty()) {
            return true;
        }
        Optional<Instant> from = bound(given, twice.get(0));
        Optional<Instant> to = bound(given, twice.get(1));
        // From a day to the same day is that day.
        boolean reaches = from.isPresent()
                && to.isPresent()
                && (from.get().isBefore(to.get()) || from.equals(to) && INCLUSIVE.containsAll(twice));
        return reaches;
    }

    private static boolean passed(Given given, Instant now) {
        Instant bound = given.moment().indexOf('T') >= 0 ? now : now.truncatedTo(ChronoUnit.DAYS);
        return start(given.moment()).map(moment -> moment.isBefore(bound)).orElse(true);
    }

    private static Decision past(String parameter) {
        return Decision.refuse(Refusal.of(
                        Rule.SEARCH_VALUE,
                        "The parameter " + parameter + " asks for what has passed.",
                        "Ask from today on; what has passed is not found here.")
                .with("parameter", parameter));
    }

    private static Optional<Instant> bound(List<Given> given, String prefix) {
        return given.stream()
                .filter(one -> one.prefix().equals(prefix))
                .findFirst()
                .flatMap(one -> start(one.moment()));
    }

    private static Optional<Instant> start(String moment) {
        try {
            return Optional.of(
                    moment.indexOf('T') >= 0
                            ? OffsetDateTime.parse(moment).toInstant()
                            : LocalDate.parse(moment)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns how values are given. */
    String advice() {
        String form = time == Time.NONE ? "YYYY-MM-DD" : "YYYY-MM-DDThh:mm:ssZ";
        String once = "Send one value " + form + (prefixed ? " with a prefix" : ", or with a prefix before it") + " ("
                + String.join(", ", prefixes) + ")";
        if (count == 1) {
            return once + ".";
        }
        if (twice.isEmpty()) {
            return count == TWO ? once.replaceFirst("one value", "two values") + "." : once + ", or two.";
        }
        return count == TWO
                ? "Send two values " + form + ", the first with " + twice.get(0) + " and one that is not earlier with "
                        + twice.get(1) + "."
                : once + ", or two of them, the first with " + twice.get(0) + " and a later one with " + twice.get(1)
                        + ".";
    }

    /** Returns the values that mean to HAPI what those of a client mean: days are the moments between two midnights in UTC. */
    List<String> meant(List<String> values) {
        if (time != Time.NONE) {
            return values;
        }
        Optional<LocalDate> from = Optional.empty();
        Optional<LocalDate> to = Optional.empty();
        for (String value : values) {
            Given given = taken(value).orElseThrow();
            LocalDate day = LocalDate.parse(given.moment());
            boolean after = given.prefix().equals("gt") || given.prefix().equals("ge");
            boolean before = given.prefix().equals("lt") || given.prefix().equals("le");
            if (!before) {
                LocalDate first = given.prefix().equals("gt") ? day.plusDays(1) : day;
                from = from.filter(first::isBefore).or(() -> Optional.of(first));
            }
            if (!after) {
                LocalDate next = given.prefix().equals("lt") ? day : day.plusDays(1);
                to = to.filter(next::isAfter).or(() -> Optional.of(next));
            }
        }
        return Stream.concat(
                        from.map(day -> "ge" + midnight(day)).stream(), to.map(day -> "lt" + midnight(day)).stream())
                .toList();
    }

    private static String midnight(LocalDate day) {
        return day + "T00:00:00.000Z";
    }
}
