package io.frontdesk.request;

import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The search criteria by which a conditional interaction names its resource (FHIR R4, 3.1.0.8.1, 3.1.0.4.3, 3.1.0.7.1):
 * the query of the address, or that of If-None-Exist.
 */
public final class Criteria {

    /** Parameters of a query that say how to answer, not what to look for. */
    private static final Set<String> OF_THE_ANSWER = Set.of(
            "_format",
            "_pretty",
            "_summary",
            "_elements",
            "_count",
            "_offset",
            "_total",
            "_sort",
            "_include",
            "_revinclude");

    /** The parameters of every type (FHIR R4, search.html 3.1.1.4.1) that HAPI looks for; it ignores all others in silence. */
    private static final Set<String> OF_EVERY_TYPE =
            Set.of("_id", "_lastUpdated", "_tag", "_security", "_profile", "_source", "_has", "_list");

    private Criteria() {}

    /** Returns whether a parameter, by its name without a modifier, says how to answer rather than what to look for. */
    public static boolean saysHowToAnswer(String name) {
        return OF_THE_ANSWER.contains(name);
    }

    /** Returns whether every type has the parameter, and HAPI looks for it. */
    public static boolean ofEveryType(String name) {
        return OF_EVERY_TYPE.contains(name);
    }

    /** Returns the criteria that HAPI would take for none: with one of these alone it means whatever is stored. */
    public static Set<String> ignored(Request request) {
        Set<String> names = new TreeSet<>();
        of(request).keySet().stream()
                .map(Criteria::withoutModifier)
                .filter(name -> name.startsWith("_") && !name.startsWith("_has") && !OF_EVERY_TYPE.contains(name))
                .forEach(names::add);
        return names;
    }

    /** Returns the name of every parameter that a conditional request sends, also of those that are no criteria. */
    public static Set<String> names(Request request) {
        Set<String> names = new TreeSet<>(request.parameters().keySet());
        request.header("If-None-Exist")
                .forEach(header -> names.addAll(query(header).keySet()));
        return names;
    }

    /** Returns the criteria by parameter name; none when the interaction is not conditional. */
    public static Map<String, List<String>> of(Request request) {
        return switch (request.interaction()) {
            case CONDITIONAL_CREATE ->
                criteria(query(request.header("If-None-Exist").get(0)));
            case CONDITIONAL_UPDATE, CONDITIONAL_PATCH, CONDITIONAL_DELETE -> criteria(request.parameters());
            default -> Map.of();
        };
    }

    /**
     * Returns one text for all spellings of the same criteria: sorted, decoded, without modifiers. Two requests with equal
     * texts may mean the same resource.
     */
    public static String key(Request request) {
        Set<String> parts = new TreeSet<>();
        of(request).forEach((name, values) -> values.forEach(value -> parts.add(withoutModifier(name) + "=" + value)));
        return request.type() + "?" + String.join("&", parts);
    }

    /** Returns the parameters of a query, with or without an address before it; none when it is no query (RFC 3986). */
    static Map<String, List<String>> query(String url) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String query = url.substring(url.indexOf('?') + 1);
        if (query.isBlank()) {
            return parameters;
        }
        try {
            UrlUtil.parseQueryString(query).forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        } catch (IllegalArgumentException notEncoded) {
            return Map.of();
        }
        return parameters;
    }

    private static Map<String, List<String>> criteria(Map<String, List<String>> parameters) {
        Map<String, List<String>> criteria = new LinkedHashMap<>(parameters);
        criteria.keySet().removeIf(name -> OF_THE_ANSWER.contains(withoutModifier(name)));
        criteria.values().removeIf(values -> values.stream().allMatch(String::isBlank));
        return criteria;
    }

    private static String withoutModifier(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
