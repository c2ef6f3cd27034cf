package io.frontdesk.access;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.CriteriaPolicy;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Keeps questions from telling more than answers may. A parameter that asks about other resources than those it finds
 * (chains, {@code _has}, {@code _list}, includes of what was included) needs the right to search all of them: what is
 * left out of an answer could be read from what is in it. What cannot be judged so is refused.
 */
public final class SearchGuard implements RequestGuard {

    private static final int LARGEST_PAGE = 1_000;

    /** Parameters that ask in a language of their own, or about resources inside others. */
    private static final Set<String> UNJUDGED = Set.of("_filter", "_query", "_containedType");

    private static final Set<Interaction> HISTORIES =
            Set.of(Interaction.HISTORY_INSTANCE, Interaction.HISTORY_TYPE, Interaction.HISTORY_SYSTEM);

    private final Sights sights;
    private final SearchTargets targets;
    private final CriteriaPolicy criteria;
    private final Set<String> reads;
    private final Set<String> made;

    /**
     * Takes who may see what.
     *
     * @param criteria which criteria the contract lists: those need no right to search
     * @param reads the operations that are carried out as a read of the resource that they are called on
     * @param made the operations that show nothing but what they have made themselves
     */
    public SearchGuard(
            Sights sights, SearchTargets targets, CriteriaPolicy criteria, Set<String> reads, Set<String> made) {
        this.sights = sights;
        this.criteria = criteria;
        this.targets = targets;
        this.reads = Set.copyOf(reads);
        this.made = Set.copyOf(made);
    }

    @Override
    public Family family() {
        return Family.ACCESS;
    }

    @Override
    public Decision beforeBody(Request request) {
        Interaction interaction = request.interaction();
        if (interaction == Interaction.SEARCH || interaction == Interaction.SEARCH_SYSTEM) {
            return pages(request)
                    .and(() -> names(request, request.parameters().keySet()))
                    .and(() -> values(request));
        }
        if (interaction.conditional()) {
            return (criteria.lists(request.type())
                            ? sights.mayName(request)
                            : searchesAll(request, List.of(request.type()), "A condition"))
                    .and(() -> names(request, Criteria.names(request)));
        }
        if (HISTORIES.contains(interaction)) {
            return pages(request).and(() -> history(request));
        }
        return interaction == Interaction.OPERATION ? pages(request).and(() -> operation(request)) : Decision.permit();
    }

    private Decision names(Request request, Set<String> names) {
        for (String name : names) {
            String plain = name.replaceFirst("[:.].*", "");
            if (UNJUDGED.contains(plain)) {
                return formNotOffered("The parameter " + plain + " is not offered.", "Search by single parameters.");
            }
            boolean include = plain.equals("_include") || plain.equals("_revinclude");
            Decision decision = include ? Decision.permit() : path(name, request);
            if (decision instanceof Decision.Refuse) {
                return decision;
            }
        }
        return names.contains("_list")
                ? searchesAll(request, List.of("List"), "The parameter _list")
                : Decision.permit();
    }

    private Decision path(String name, Request request) {
        SearchPath path = SearchPath.of(name, request.type(), targets);
        return path.fault()
                .map(fault -> invalid(fault, "See GET [base]/metadata for the search parameters of each type."))
                .orElseGet(() -> searchesAll(request, path.passed(), "A chained search parameter"));
    }

    private Decision values(Request request) {
        List<Decision> decisions = new ArrayList<>();
        request.parameters().forEach((name, values) -> {
            for (String value : values) {
                if (name.equals("_contained") && !value.equals("false")) {
                    decisions.add(formNotOffered(
                            "The parameter _contained is not offered.", "Leave it out, or send _contained=false."));
                } else if (name.startsWith("_sort")) {
                    for (String key : value.split(",")) {
                        decisions.add(path(key.strip().replaceFirst("^-", ""), request));
                    }
                } else if (name.matches("_(rev)?include:(iterate|recurse)")) {
                    decisions.add(searchesAll(request, passed(name, value), "An iterated include"));
                }
            }
        });
        return decisions.stream()
                .filter(Decision.Refuse.class::isInstance)
                .findFirst()
                .orElseGet(Decision::permit);
    }

    /** Returns the types whose resources an iterated include goes through: {@code Observation:patient:Patient}. */
    private Collection<String> passed(String name, String value) {
        List<String> parts = List.of(value.split(":", 3));
        if (parts.size() < 2 || parts.get(1).equals("*")) {
            return targets.served();
        }
        if (name.startsWith("_include")) {
            return List.of(parts.get(0));
        }
        return parts.size() > 2
                ? List.of(parts.get(2))
                : targets.of(parts.get(0), parts.get(1)).orElseGet(targets::served);
    }

    /** A caller who sees a part is shown a page of that part, which is cut after all versions have been judged. */
    private Decision history(Request request) {
        Collection<String> shown = request.type().isEmpty() ? targets.served() : List.of(request.type());
        return request.parameters().containsKey("_at")
                ? seesAll(request, shown, "The parameter _at")
                : Decision.permit();
    }

    /** Of the operations only these show resources that are judged one by one, when they are asked for by GET. */
    private Decision operation(Request request) {
        String name = request.operation().orElse("");
        boolean judged =
                name.equals("$everything") && request.header("Content-Type").isEmpty()
                        || name.equals("$validate") && request.id().isEmpty()
                        || reads.contains(name) && request.id().isPresent()
                        || made.contains(name) && request.id().isEmpty();
        for (String parameter : request.parameters().keySet()) {
            if (UNJUDGED.contains(parameter)) {
                return formNotOffered("The parameter " + parameter + " is not offered.", "Leave it out.");
            }
        }
        return judged ? Decision.permit() : seesAll(request, operated(request), "The operation " + name);
    }

    private Collection<String> operated(Request request) {
        boolean wide = request.type().isEmpty()
                || request.operation().filter("$everything"::equals).isPresent();
        return wide ? targets.served() : List.of(request.type());
    }

    private Decision searchesAll(Request request, Collection<String> types, String what) {
        return lacksNone(request, types, what, type -> sights.maySearchAll(request.caller(), type));
    }

    private Decision seesAll(Request request, Collection<String> types, String what) {
        return lacksNone(request, types, what, type -> sights.of(request.caller(), type) == Sight.ALL);
    }

    private static Decision lacksNone(
            Request request, Collection<String> types, String what, Predicate<String> enough) {
        Set<String> lacking = new TreeSet<>(types);
        lacking.removeIf(enough);
        return lacking.isEmpty()
                ? Decision.permit()
                : formNotOffered(
                        what + " asks about all that is stored of " + String.join(", ", lacking)
                                + ", and the caller may not see all of it.",
                        "Search that type by itself, and ask here by id; or use a token that may search all of it.");
    }

    private static Decision pages(Request request) {
        Map<String, List<String>> parameters = request.parameters();
        Optional<String> wrong = List.of("_count", "_offset").stream()
                .filter(name -> !parameters.getOrDefault(name, List.of()).stream()
                        .allMatch(value -> value.matches("\\d{1,9}")
                                && (name.equals("_offset") || Integer.parseInt(value) <= LARGEST_PAGE)))
                .findFirst();
        return wrong.map(name -> invalid(
                        "The parameter " + name + " is no " + (name.equals("_count") ? "page size." : "number."),
                        name.equals("_count")
                                ? "Send a number from 0 to " + LARGEST_PAGE + "."
                                : "Follow the links of a page."))
                .orElseGet(Decision::permit);
    }

    private static Decision invalid(String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.REQUEST_INVALID, text, remedy));
    }

    private static Decision formNotOffered(String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.FORM_NOT_OFFERED, text, remedy));
    }
}
