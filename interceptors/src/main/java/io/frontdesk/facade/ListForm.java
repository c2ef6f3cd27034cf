package io.frontdesk.facade;

import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How lists are asked for and answered. Compiled from {@code facade.lists}:
 *
 * <pre>
 * lists:
 *   query: {filters: filters, sort: sort_field, direction: sort_direction, limit: limit, page: page_token, all: include_all}
 *   answer: {items: items, next: next_page_token, previous: prev_page_token, total: total}
 *   sort: appointment.startTimestamp        # the filter path by which a list is sorted when nothing is said
 *   hides: {"status:not": cancelled}        # search parameters that leave out what is shown only on demand; optional
 *   group: {by: patient_id, day: start_timestamp}   # the members by which appointments are grouped
 * </pre>
 *
 * @param query the names of the query parameters
 * @param answer the names of the members of a page
 * @param sort the filter path by which a list is sorted
 * @param hides the search parameters that leave something out
 * @param by the member whose value a group shares
 * @param day the member whose day (UTC) a group shares
 */
record ListForm(
        Map<String, String> query,
        Map<String, String> answer,
        String sort,
        Map<String, String> hides,
        String by,
        String day) {

    private static final List<String> QUERY = List.of("filters", "sort", "direction", "limit", "page", "all");
    private static final List<String> ANSWER = List.of("items", "next", "previous", "total");

    /** Reads the form. */
    static ListForm compile(Section lists) {
        Section group = lists.section("group");
        ListForm form = new ListForm(
                names(lists.section("query"), QUERY),
                names(lists.section("answer"), ANSWER),
                lists.text("sort"),
                lists.optionalSection("hides").map(Section::textsByKey).orElseGet(Map::of),
                group.text("by"),
                group.text("day"));
        group.close();
        lists.close();
        return form;
    }

    private static Map<String, String> names(Section given, List<String> known) {
        Map<String, String> names = new LinkedHashMap<>();
        known.forEach(name -> names.put(name, given.text(name)));
        given.close();
        return Map.copyOf(names);
    }

    /** Returns the name of a query parameter. */
    String asks(String what) {
        return query.getOrDefault(what, what);
    }

    /** Returns the name of a member of a page. */
    String says(String what) {
        return answer.getOrDefault(what, what);
    }
}
