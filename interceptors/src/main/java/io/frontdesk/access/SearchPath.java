package io.frontdesk.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the name of a search parameter asks about: {@code patient.name} about appointments and patients, {@code
 * _has:Observation:patient:code} about observations (FHIR R4 search, 3.1.1.4.10 and 3.1.1.4.11).
 *
 * @param passed the types beside the searched one whose contents the parameter asks about
 * @param fault what cannot be understood in the name, or empty
 */
record SearchPath(Set<String> passed, Optional<String> fault) {

    /** The modifiers of FHIR search; a resource type names the type of a reference. HAPI ignores any other. */
    private static final Pattern LAST =
            Pattern.compile("[^:]*(:(missing|exact|contains|text|not|not-in|in|above|below|identifier|of-type|ofType"
                    + "|iterate|recurse|[A-Z][A-Za-z]+))?");

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");
    private static final int LONGEST = 512;
    private static final int HAS_PARTS = 4;

    /** Reads the name of a parameter of the type. */
    static SearchPath of(String name, String type, SearchTargets targets) {
        Set<String> passed = new LinkedHashSet<>();
        Optional<String> fault = name.length() > LONGEST
                ? Optional.of("A search parameter has a name that is too long.")
                : walk(name, Set.of(type), targets, passed);
        return new SearchPath(passed, fault);
    }

    private static Optional<String> walk(String name, Set<String> from, SearchTargets targets, Set<String> passed) {
        if (name.startsWith("_has")) {
            List<String> parts = List.of(name.split(":", HAS_PARTS));
            if (parts.size() < HAS_PARTS
                    || !parts.get(0).equals("_has")
                    || !TYPE.matcher(parts.get(1)).matches()) {
                return Optional.of(
                        "The parameter _has names a type, a reference and a parameter: _has:Type:ref:param.");
            }
            passed.add(parts.get(1));
            return walk(parts.get(3), Set.of(parts.get(1)), targets, passed);
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return LAST.matcher(name).matches()
                    ? Optional.empty()
                    : Optional.of("A search parameter has a modifier that FHIR does not know.");
        }
        Set<String> to = step(name.substring(0, dot), from, targets);
        if (to.isEmpty()) {
            return Optional.of("A chained search parameter begins with none that leads to a type served here.");
        }
        passed.addAll(to);
        return walk(name.substring(dot + 1), to, targets, passed);
    }

    /** Returns the types that one link of a chain leads to: {@code patient}, or {@code actor:Patient}. */
    private static Set<String> step(String link, Set<String> from, SearchTargets targets) {
        int colon = link.indexOf(':');
        if (colon >= 0) {
            String type = link.substring(colon + 1);
            return TYPE.matcher(type).matches() ? Set.of(type) : Set.of();
        }
        Set<String> to = new TreeSet<>();
        from.forEach(type -> targets.of(type, link).ifPresent(to::addAll));
        return to;
    }
}
