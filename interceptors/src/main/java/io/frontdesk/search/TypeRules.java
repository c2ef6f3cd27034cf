package io.frontdesk.search;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The rules for searches of one resource type.
 *
 * @param parameters the parameters offered, in the contract's order; empty when all are
 * @param includes the values of {@code _include} offered; empty when all are
 * @param context for what else than their context nobody searches
 * @param mandatory who must give which parameters
 * @param postOnly the parameters, with their chains, that never stand in an address
 * @param compartments the types in whose compartment a search may be, and the parameter that says so
 * @param question what a search must say
 */
record TypeRules(
        Optional<List<String>> parameters,
        Optional<List<String>> includes,
        List<ContextRule> context,
        List<MandatoryRule> mandatory,
        List<String> postOnly,
        Map<String, String> compartments,
        Question question) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_-]{1,40}");
    private static final Pattern INCLUDE = Pattern.compile("\\*|[A-Z][A-Za-z]+:(\\*|[a-z][a-z-]*)(:[A-Z][A-Za-z]+)?");

    static TypeRules compile(Section rules, String type, KnownParameters known) {
        List<ContextRule> context = new ArrayList<>();
        for (Section section : rules.sections("context")) {
            context.add(ContextRule.compile(section, known));
        }
        List<MandatoryRule> mandatory = new ArrayList<>();
        for (Section section : rules.sections("mandatory")) {
            mandatory.add(MandatoryRule.compile(section, known));
        }
        return new TypeRules(
                rules.has("parameters")
                        ? Optional.of(known.listed(rules, "parameters", rules.texts("parameters")))
                        : Optional.empty(),
                rules.has("includes") ? Optional.of(includes(rules, type)) : Optional.empty(),
                List.copyOf(context),
                List.copyOf(mandatory),
                known.listed(rules, "postOnly", rules.optionalTexts("postOnly")),
                compartments(rules, known),
                Question.compile(rules, known));
    }

    private static Map<String, String> compartments(Section rules, KnownParameters known) {
        Map<String, String> compartments = new LinkedHashMap<>();
        rules.optionalSection("compartments")
                .ifPresent(section -> section.keys().forEach(owner -> {
                    known.type(section, owner);
                    known.one(section, owner, section.text(owner));
                    compartments.put(owner, section.text(owner));
                }));
        return Map.copyOf(compartments);
    }

    private static List<String> includes(Section rules, String type) {
        List<String> includes = rules.texts("includes");
        for (int i = 0; i < includes.size(); i++) {
            if (!INCLUDE.matcher(includes.get(i)).matches()) {
                rules.fault(
                        "includes",
                        i,
                        "'" + includes.get(i) + "' is no include",
                        "* or one such as " + type + ":actor");
            }
        }
        return List.copyOf(includes);
    }

    Decision may(Request request, Map<String, List<String>> asked, boolean criteria) {
        if (request.caller() instanceof Caller.Internal) {
            return Decision.permit();
        }
        Claims caller = request.caller().claims();
        Decision keyed = criteria ? Decision.permit() : question.keyed(asked);
        Decision offered = keyed.and(() -> names(asked)).and(() -> included(asked));
        List<Supplier<Decision>> demands = new ArrayList<>();
        demands.add(() -> criteria ? Decision.permit() : addressed(request));
        context.forEach(rule -> demands.add(() -> rule.may(caller, asked, request.ownBases())));
        if (!criteria) {
            demands.add(() -> question.formed(asked));
            mandatory.forEach(rule -> demands.add(() -> rule.may(caller, asked)));
        }
        Decision decision = offered;
        for (Supplier<Decision> demand : demands) {
            decision = decision.and(demand);
        }
        return decision;
    }

    private Decision names(Map<String, List<String>> asked) {
        for (Map.Entry<String, List<String>> parameter : asked.entrySet()) {
            String name = ParameterName.of(parameter.getKey()).first();
            if (!saysHowToAnswer(name) && !offered(name)) {
                return notOffered("The search parameter" + told(name), parameters);
            }
            if (name.equals("_sort")) {
                Optional<String> other = sorted(parameter.getValue()).stream()
                        .filter(key -> !sortable(key))
                        .findFirst();
                if (other.isPresent()) {
                    return notOffered(
                            "The sort key" + told(other.get()),
                            question.sortKeys().or(() -> parameters));
                }
            }
        }
        return Decision.permit();
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream()
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .map(key -> ParameterName.of(key.strip().replaceFirst("^-", "")).first())
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private static boolean saysHowToAnswer(String name) {
        return Criteria.saysHowToAnswer(name) || name.equals("_contained");
    }

    private boolean offered(String name) {
        return parameters.map(names -> names.contains(name)).orElse(true);
    }

    private boolean sortable(String key) {
        return question.sortKeys().map(keys -> keys.contains(key)).orElseGet(() -> offered(key));
    }

    private Decision included(Map<String, List<String>> asked) {
        if (includes.isEmpty()) {
            return Decision.permit();
        }
        for (Map.Entry<String, List<String>> parameter : asked.entrySet()) {
            String name = ParameterName.of(parameter.getKey()).first();
            boolean wrong = name.equals("_revinclude")
                    || name.equals("_include")
                            && parameter.getValue().stream().anyMatch(value -> !isIncluded(value.strip()));
            if (wrong) {
                return notOffered("This " + name, includes);
            }
        }
        return Decision.permit();
    }

    /** As in HAPI's own lists of includes, the star stands for every one. */
    private boolean isIncluded(String value) {
        List<String> offered = includes.orElse(List.of());
        return value.isEmpty() || offered.contains("*") || offered.contains(value);
    }

    /** What the client sent is said again only where it can hold nobody's data. */
    private static String told(String name) {
        return NAME.matcher(name).matches() ? " " + name : "";
    }

    private static Decision notOffered(String what, Optional<List<String>> offered) {
        return Decision.refuse(Refusal.of(
                Rule.SEARCH_PARAMETER,
                what + " is not offered.",
                "Offered are " + String.join(", ", offered.orElse(List.of())) + "."));
    }

    private Decision addressed(Request request) {
        Optional<String> wrong = request.addressed().stream()
                .map(name -> ParameterName.of(name).path())
                .filter(postOnly::contains)
                .findFirst();
        return wrong.map(name -> Decision.refuse(Refusal.of(
                                Rule.SEARCH_POST_ONLY,
                                "The parameter " + name + " carries personal data, which belongs in no address.",
                                "Send POST [base]/" + request.type()
                                        + "/_search with all parameters in the body, as"
                                        + " application/x-www-form-urlencoded; the next page is asked for with _offset and"
                                        + " _count in the same way.")
                        .with("parameter", name)
                        .with("type", request.type())))
                .orElseGet(Decision::permit);
    }

    /** Returns the rules, for people to read. */
    Map<String, List<String>> described() {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        rules.put("parameters", parameters.orElseGet(() -> List.of("all that there are")));
        rules.put("includes", includes.orElseGet(() -> List.of("all that there are")));
        rules.put(
                "compartments",
                compartments.keySet().stream()
                        .map(owner -> owner + "/[id]")
                        .sorted()
                        .toList());
        rules.put("post only", postOnly);
        rules.put(
                "demanded of callers",
                mandatory.stream()
                        .map(rule -> "one of " + String.join(", ", rule.oneOf()) + " where " + rule.claim() + " is "
                                + rule.is())
                        .toList());
        rules.put(
                "kept to context",
                context.stream()
                        .map(rule -> rule.type() + " by " + rule.claim())
                        .toList());
        rules.putAll(question.described());
        return rules;
    }
}
