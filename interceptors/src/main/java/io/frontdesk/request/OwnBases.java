package io.frontdesk.request;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the base URL that a request came by to every base URL of its endpoint, without a slash at the end. The last answer is
 * kept, because nearly all requests come by the same one.
 */
public final class OwnBases implements Function<String, Set<String>> {

    private static final Pattern BASE = Pattern.compile("(https?://[^/]+)(/.*)?");

    private record Known(String base, Set<String> all) {}

    private final Function<String, List<String>> others;
    private volatile Known last = new Known("", Set.of());

    private OwnBases(Function<String, List<String>> others) {
        this.others = others;
    }

    /** Returns those of an endpoint that is reached by these URLs too. */
    public static OwnBases and(List<String> urls) {
        List<String> others = List.copyOf(urls);
        return new OwnBases(base -> others);
    }

    /** Returns those of an endpoint that is reached under each of these paths, at whatever host a client calls it by. */
    public static OwnBases at(List<String> paths) {
        List<String> all = List.copyOf(paths);
        return new OwnBases(base -> {
            Matcher matcher = BASE.matcher(base);
            return matcher.matches()
                    ? all.stream().map(path -> matcher.group(1) + path).toList()
                    : List.of();
        });
    }

    @Override
    public Set<String> apply(String base) {
        Known known = last;
        if (!known.base().equals(base)) {
            Set<String> all = new LinkedHashSet<>(others.apply(base));
            all.add(base);
            known = new Known(base, Set.copyOf(all));
            last = known;
        }
        return known.all();
    }
}
