package io.frontdesk.facade;

import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Filters as clients write them, {@code path|operator|value} with commas between, and the FHIR searches that they mean.
 * Compiled from {@code facade.filters}:
 *
 * <pre>
 * filters:
 *   appointment.startTimestamp: {parameter: date, as: date}
 *   appointment.status: {parameter: _tag, as: token, system: "urn:status", values: [PENDING, READY]}
 *   appointment.notes: {parameter: notes, as: string, lower: notes-lower}   # lower: the same in lower case, for ieq
 * </pre>
 *
 * Operators are eq, in (several with ; between them), ieq (in any case), contains, gt and lt; each as far as the kind of
 * parameter has it.
 */
final class Filters {

    private static final Map<String, Set<String>> OPERATORS = Map.of(
            "token", Set.of("eq", "ieq", "in"),
            "string", Set.of("eq", "ieq", "in", "contains"),
            "date", Set.of("eq", "gt", "lt"),
            "number", Set.of("eq", "gt", "lt", "in"),
            "reference", Set.of("eq", "in"));

    private record Filter(
            String parameter, String as, Optional<String> system, List<String> values, Optional<String> lower) {}

    private final Map<String, Filter> filters;

    private Filters(Map<String, Filter> filters) {
        this.filters = Map.copyOf(filters);
    }

    /** Reads the filters. */
    static Filters compile(Section facade) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        facade.optionalSection("filters").ifPresent(given -> {
            for (String path : given.keys()) {
                Section filter = given.section(path);
                Map<String, String> kinds =
                        OPERATORS.keySet().stream().collect(Collectors.toMap(kind -> kind, kind -> kind));
                filters.put(
                        path,
                        new Filter(
                                filter.text("parameter"),
                                filter.choice("as", kinds),
                                filter.optionalText("system"),
                                filter.optionalTexts("values"),
                                filter.optionalText("lower")));
                filter.close();
            }
            given.close();
        });
        return new Filters(filters);
    }

    /** Returns the search parameters that filters mean. */
    List<String> searchParameters() {
        return filters.values().stream()
                .flatMap(filter -> Stream.concat(Stream.of(filter.parameter()), filter.lower().stream()))
                .toList();
    }

    /** Returns the search parameters with their values that a filter means. */
    Map<String, List<String>> meant(String filter, List<String> needed) throws BadMessageException {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        boolean found = needed.isEmpty();
        for (String term : filter.isEmpty() ? new String[0] : filter.split(",", -1)) {
            String[] pieces = term.split("\\|", 3);
            Filter known = filters.get(pieces[0]);
            if (pieces.length < 3 || known == null || pieces[2].isEmpty()) {
                throw BadMessageException.of("The filter '" + clipped(pieces[0])
                        + "' must be path|operator|value, with a path of " + sorted(filters.keySet()) + ".");
            }
            found |= needed.contains(pieces[0]);
            add(parameters, pieces[0], known, pieces[1], pieces[2]);
        }
        if (!found) {
            throw BadMessageException.of("filters must hold one on " + String.join(" or ", needed) + ", such as "
                    + needed.get(0) + "|gt|2024-01-01.");
        }
        return parameters;
    }

    private static void add(
            Map<String, List<String>> parameters, String path, Filter filter, String operator, String value)
            throws BadMessageException {
        Set<String> operators = OPERATORS.getOrDefault(filter.as(), Set.of());
        if (!operators.contains(operator)
                || operator.equals("ieq")
                        && filter.as().equals("string")
                        && filter.lower().isEmpty()) {
            throw BadMessageException.of(
                    "The filter on " + path + " must have an operator of " + sorted(operators) + ".");
        }
        boolean text = filter.as().equals("string");
        String name = filter.parameter();
        String meant;
        switch (operator) {
            case "gt", "lt" -> meant = operator + escaped(value);
            case "in" -> {
                List<String> values = new ArrayList<>();
                for (String each : value.split(";", -1)) {
                    values.add(prefixed(filter, each));
                }
                name = text ? name + ":exact" : name;
                meant = String.join(",", values);
            }
            case "ieq" -> {
                name = text ? filter.lower().orElse(name) + ":exact" : name;
                meant = text
                        ? escaped(value.toLowerCase(Locale.ROOT))
                        : prefixed(
                                filter,
                                filter.values().stream()
                                        .filter(value::equalsIgnoreCase)
                                        .findFirst()
                                        .orElse(value));
            }
            case "contains" -> {
                name = name + ":contains";
                meant = escaped(value);
            }
            default -> {
                name = text ? name + ":exact" : name;
                meant = prefixed(filter, value);
            }
        }
        parameters.computeIfAbsent(name, any -> new ArrayList<>()).add(meant);
    }

    private static String prefixed(Filter filter, String value) {
        return filter.system().map(system -> system + "|").orElse("") + escaped(value);
    }

    /** As FHIR escapes what has a meaning in a search (R4, 3.1.1.3.2). */
    static String escaped(String value) {
        return value.replaceAll("([\\\\,$|])", "\\\\$1");
    }

    /** Returns the parameter by which a path is sorted. */
    String sortedBy(String path) throws BadMessageException {
        Filter filter = filters.get(path);
        if (filter == null || filter.as().equals("token")) {
            throw BadMessageException.of("sort_field must be one of "
                    + sorted(filters.entrySet().stream()
                            .filter(entry -> !entry.getValue().as().equals("token"))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()))
                    + ".");
        }
        return filter.parameter();
    }

    private static String clipped(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static String sorted(Set<String> texts) {
        return texts.stream().sorted().collect(Collectors.joining(", "));
    }
}
