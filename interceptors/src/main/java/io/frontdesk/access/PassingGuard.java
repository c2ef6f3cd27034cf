package io.frontdesk.access;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keeps questions about types that the contract does not speak for from telling what is stored of those that it does: a chain
 * or {@code _has} that passes through them needs the right to search all of them. What is wrong with a parameter is the
 * server's business.
 */
public final class PassingGuard implements RequestGuard {

    private static final Pattern ITERATED = Pattern.compile("_(rev)?include:(iterate|recurse)");
    private static final Pattern FURTHER = Pattern.compile("_has:.*|[^_.][^.]*[.].*");

    private final Sights sights;
    private final SearchTargets targets;

    public PassingGuard(Sights sights, SearchTargets targets) {
        this.sights = sights;
        this.targets = targets;
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeBody(Request request) {
        Set<String> passed = new TreeSet<>();
        request.parameters().forEach((name, values) -> {
            if (name.startsWith("_sort")) {
                values.forEach(keys -> List.of(keys.split(",")).forEach(key -> passed.addAll(passed(request, key))));
            } else if (ITERATED.matcher(name).matches()) {
                values.forEach(value -> passed.addAll(iterated(value)));
            } else {
                passed.addAll(passed(request, name));
            }
        });
        passed.removeIf(type -> sights.maySearchAll(request.caller(), type));
        return passed.isEmpty()
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.FORM_NOT_OFFERED,
                        "A parameter asks about all that is stored of " + String.join(", ", passed)
                                + ", and the caller may not see all of it.",
                        "Search that type by itself, and ask here by id; or use a token that may search all of it."));
    }

    /** A chain that is not understood here may lead anywhere: the server may have search parameters of its own. */
    private Collection<String> passed(Request request, String name) {
        String plain = name.strip().replaceFirst("^-", "");
        if (request.type().isEmpty() || !FURTHER.matcher(plain).matches()) {
            return Set.of();
        }
        SearchPath path = SearchPath.of(plain, request.type(), targets);
        return path.fault().isPresent() ? targets.served() : path.passed();
    }

    /** What is found by way of a resource tells of that resource. */
    private Collection<String> iterated(String value) {
        return value.contains("*")
                ? targets.served()
                : List.of(value.split(":")).stream()
                        .filter(targets.served()::contains)
                        .toList();
    }
}
