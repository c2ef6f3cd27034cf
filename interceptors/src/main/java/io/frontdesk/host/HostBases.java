package io.frontdesk.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Every base URL of a host: the one a request came by, and those that its operator names. The last answer is kept. */
final class HostBases implements Function<String, Set<String>> {

    private record Known(String base, Set<String> all) {}

    private final List<String> others;
    private volatile Known last = new Known("", Set.of());

    HostBases(List<String> others) {
        this.others = List.copyOf(others);
    }

    @Override
    public Set<String> apply(String base) {
        Known known = last;
        if (!known.base().equals(base)) {
            List<String> all = new ArrayList<>(others);
            all.add(base);
            known = new Known(base, Set.copyOf(all));
            last = known;
        }
        return known.all();
    }
}
