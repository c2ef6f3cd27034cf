package io.frontdesk.search;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search of one type must say to be one, and what it means where it says nothing. Compiled from {@code search.<type>}:
 *
 * <pre>
 * oneOf: [_id, patient, location]            # exactly one of these, once and without a modifier; optional
 * company:                                   # who gives one of `with` gives exactly one of `oneOf`; optional
 *   - {with: [patient, location], oneOf: [date]}
 * dates:                                     # the form of values, by parameter; optional
 *   date: {time: required}
 * sort: {by: [date], absent: date}           # the sort keys offered, and the order where none is given; both optional
 * implied:                                   # what is looked for as well where one of `with` is given; optional
 *   - {with: [date], parameter: "status:not", value: proposed}
 * page: {count: 10, most: 100}               # see {@link PageRule}; optional
 * </pre>
 *
 * @param oneOf the parameters of which exactly one is given; empty: no such demand
 * @param company which parameters need another
 * @param dates the forms of dates by parameter
 * @param sortKeys the sort keys offered; absent: all
 * @param order the order where the client gives none
 * @param implied what is looked for as well
 * @param page how a search is cut into pages, where the contract says so
 */
record Question(
        List<String> oneOf,
        List<Company> company,
        Map<String, DateForm> dates,
        Optional<List<String>> sortKeys,
        Optional<String> order,
        List<Implied> implied,
        Optional<PageRule> page) {

    private static final String SORT = "_sort";
    private static final String TOTAL = "_total";

    /** Who gives one of some parameters gives exactly one of others. */
    record Company(List<String> with, List<String> oneOf) {}

    /** Who gives one of some parameters looks for a value of another as well. */
    record Implied(List<String> with, String parameter, String value) {}

    static Question compile(Section rules, KnownParameters known) {
        List<Company> company = new ArrayList<>();
        for (Section section : rules.sections("company")) {
            company.add(new Company(
                    known.listed(section, "with", section.texts("with")),
                    known.listed(section, "oneOf", section.texts("oneOf"))));
            section.close();
        }
        Map<String, DateForm> dates = new LinkedHashMap<>();
        rules.optionalSection("dates")
                .ifPresent(section -> section.keys().forEach(name -> {
                    known.one(section, name, name);
                    dates.put(name, DateForm.compile(section.section(name)));
                }));
        List<Implied> implied = new ArrayList<>();
        for (Section section : rules.sections("implied")) {
            String parameter = section.text("parameter");
            known.one(section, "parameter", parameter);
            implied.add(new Implied(
                    known.listed(section, "with", section.texts("with")), parameter, section.text("value")));
            section.close();
        }
        Optional<Section> sort = rules.optionalSection("sort");
        Optional<List<String>> keys = sort.filter(section -> section.has("by"))
                .map(section -> known.listed(section, "by", section.texts("by")));
        Optional<String> order = sort.flatMap(section -> section.optionalText("absent"));
        sort.ifPresent(section -> {
            order.ifPresent(key -> known.one(section, "absent", key));
            section.close();
        });
        return new Question(
                known.listed(rules, "oneOf", rules.optionalTexts("oneOf")),
                List.copyOf(company),
                Map.copyOf(dates),
                keys,
                order,
                List.copyOf(implied),
                rules.optionalSection("page").map(PageRule::compile));
    }

    /** Judges whether the search says what to look for at all. */
    Decision keyed(Map<String, List<String>> asked) {
        boolean repeated = oneOf.stream()
                .anyMatch(name -> asked.getOrDefault(name, List.of()).size() > 1);
        if (repeated) {
            return several(oneOf);
        }
        return oneOf.isEmpty() ? Decision.permit() : exactlyOne(oneOf, asked);
    }

    /** Judges whether the search says enough, and in a form that is offered. */
    Decision formed(Map<String, List<String>> asked) {
        Decision decision = Decision.permit();
        for (Company rule : company) {
            if (given(rule.with(), asked)) {
                decision = decision.and(() -> exactlyOne(rule.oneOf(), asked));
            }
        }
        for (Map.Entry<String, List<String>> parameter : asked.entrySet()) {
            ParameterName name = ParameterName.of(parameter.getKey());
            DateForm form = dates.get(name.first());
            if (form != null) {
                // With a modifier it is no date any more.
                List<String> values = parameter.getKey().equals(name.first()) ? parameter.getValue() : List.of();
                decision = decision.and(() -> form.may(name.first(), values));
            }
        }
        return page.isPresent() ? decision.and(() -> page.get().may(asked)) : decision;
    }

    private static boolean given(List<String> names, Map<String, List<String>> asked) {
        return asked.keySet().stream()
                .anyMatch(name -> names.contains(ParameterName.of(name).first()));
    }

    /** A list of values in one parameter is one parameter. */
    private static Decision exactlyOne(List<String> names, Map<String, List<String>> asked) {
        List<String> given = asked.keySet().stream()
                .filter(name -> names.contains(ParameterName.of(name).first()))
                .toList();
        boolean one = given.size() == 1
                && names.contains(given.get(0))
                && asked.getOrDefault(given.get(0), List.of()).stream().noneMatch(String::isBlank);
        if (one) {
            return Decision.permit();
        }
        return given.isEmpty() ? refusal("The search gives none of the parameters ", names) : several(names);
    }

    private static Decision several(List<String> names) {
        return refusal("The search gives no plain value, or more than one, of the parameters ", names);
    }

    private static Decision refusal(String text, List<String> names) {
        String wanted = String.join(", ", names);
        return Decision.refuse(
                Refusal.of(Rule.SEARCH_KEY, text + wanted + ".", "Give exactly one of them, without a modifier.")
                        .with("parameters", wanted));
    }

    /** Returns what a search means to HAPI, in its own parameters. */
    Map<String, List<String>> meant(Map<String, List<String>> asked) {
        Map<String, List<String>> meant = new LinkedHashMap<>(asked);
        dates.forEach((name, form) -> meant.computeIfPresent(name, (key, values) -> form.meant(values)));
        order.ifPresent(key -> meant.putIfAbsent(SORT, List.of(key)));
        for (Implied rule : implied) {
            if (given(rule.with(), asked)) {
                meant.merge(rule.parameter(), List.of(rule.value()), Question::both);
            }
        }
        page.ifPresent(rule -> {
            meant.put(PageRule.COUNT, List.of(String.valueOf(rule.count(asked))));
            if (rule.relative()) {
                meant.put(TOTAL, List.of("accurate"));
            }
        });
        return meant;
    }

    private static List<String> both(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** Returns what is demanded, for people to read. */
    Map<String, List<String>> described() {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        rules.put("one of", oneOf);
        rules.put(
                "company",
                company.stream()
                        .map(rule -> String.join(", ", rule.with()) + " with " + String.join(" or ", rule.oneOf()))
                        .toList());
        rules.put(
                "dates",
                dates.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(date -> date.getKey() + ": " + date.getValue().advice()
                                + (date.getValue().toCome() ? " None in the past." : ""))
                        .toList());
        rules.put("sort keys", sortKeys.orElseGet(() -> List.of("the parameters")));
        rules.put("order", order.stream().toList());
        rules.put(
                "looked for as well",
                implied.stream()
                        .map(rule -> rule.parameter() + "=" + rule.value() + " with " + String.join(", ", rule.with()))
                        .toList());
        rules.put(
                "pages",
                page.map(rule -> List.of(rule.count() + " matches, at most " + rule.most()))
                        .orElseGet(List::of));
        return rules;
    }
}
