package io.frontdesk.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every base URL of an endpoint, from the one that a request came by: it is reached under each of its paths, at whatever
 * host a client calls it by. The last answer is kept, because nearly all requests come by the same one.
 */
final class OwnBases implements Function<String, Set<String>> {

    private static final Pattern BASE = Pattern.compile("(https?://[^/]+)(/.*)?");

    private record Known(String base, Set<String> all) {}

    private final List<String> paths;
    private volatile Known last = new Known("", Set.of());

    private OwnBases(List<String> paths) {
        this.paths = paths;
    }

    /** Takes the contract's name; the first endpoint of a server is at {@code /fhir} too. */
    static OwnBases of(String contract, boolean first) {
        String path = "/fhir/" + contract;
        return new OwnBases(first ? List.of("/fhir", path) : List.of(path));
    }

    @Override
    public Set<String> apply(String base) {
        Known known = last;
        if (!known.base().equals(base)) {
            known = new Known(base, all(base));
            last = known;
        }
        return known.all();
    }

    private Set<String> all(String base) {
        Set<String> bases = new LinkedHashSet<>(List.of(base));
        Matcher matcher = BASE.matcher(base);
        if (matcher.matches()) {
            paths.forEach(path -> bases.add(matcher.group(1) + path));
        }
        return Set.copyOf(bases);
    }
}
