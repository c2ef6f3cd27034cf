package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers lists: searches of the FHIR endpoint, paged, grouped and counted as the interface has it. */
final class Lists {

    /** How many appointments are read for groups; more are refused. */
    static final int MOST_GROUPED = 5_000;

    private static final int READ_AT_ONCE = 1_000;

    private final FacadePolicy policy;
    private final FhirEndpoint endpoint;

    Lists(FacadePolicy policy, FhirEndpoint endpoint) {
        this.policy = policy;
        this.endpoint = endpoint;
    }

    /** What came of a list: the list, or why the endpoint gives none. */
    record Listed(Optional<JsonNode> list, FhirAnswer answer) {}

    /** Answers one page of single appointments. */
    Listed page(FhirEndpoint.Exchange exchange, Route route) throws IOException, ServletException, BadMessageException {
        HttpServletRequest client = exchange.request();
        Page page = Page.of(client, policy.lists(), route);
        Map<String, List<String>> search = search(client, route);
        search.put("_count", List.of(String.valueOf(page.limit())));
        search.put("_offset", List.of(String.valueOf(page.offset())));
        search.put("_total", List.of("accurate"));
        FhirAnswer answer = endpoint.get(exchange, policy.type(), search);
        if (!answer.good()) {
            return new Listed(Optional.empty(), answer);
        }
        List<ObjectNode> items =
                answer.entries().stream().map(policy::told).map(route::itemOf).toList();
        int total = answer.body().path("total").asInt(items.size());
        return new Listed(Optional.of(page.answer(policy.lists(), items, total)), answer);
    }

    /** Answers one page of groups. */
    Listed groups(FhirEndpoint.Exchange exchange, Route route)
            throws IOException, ServletException, BadMessageException {
        Page page = Page.of(exchange.request(), policy.lists(), route);
        List<ObjectNode> all = new ArrayList<>();
        FhirAnswer answer = gather(exchange, route, all);
        if (!answer.good()) {
            return new Listed(Optional.empty(), answer);
        }
        List<ObjectNode> groups =
                grouped(all).stream().map(group -> route.itemOf(group.get(0))).toList();
        List<ObjectNode> items =
                groups.stream().skip(page.offset()).limit(page.limit()).toList();
        return new Listed(Optional.of(page.answer(policy.lists(), items, groups.size())), answer);
    }

    /** Answers how many groups have an appointment with each value of a member. */
    Listed counts(FhirEndpoint.Exchange exchange, Route route)
            throws IOException, ServletException, BadMessageException {
        List<ObjectNode> all = new ArrayList<>();
        FhirAnswer answer = gather(exchange, route, all);
        if (!answer.good()) {
            return new Listed(Optional.empty(), answer);
        }
        List<List<ObjectNode>> groups = grouped(all);
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        route.item().forEach((name, member) -> {
            Map<String, Integer> by = new TreeMap<>();
            groups.forEach(group -> group.stream()
                    .map(told -> told.path(member).asText())
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .forEach(value -> by.merge(value, 1, Integer::sum)));
            ObjectNode told = counts.putObject(name);
            by.forEach(told::put);
        });
        return new Listed(Optional.of(counts), answer);
    }

    private FhirAnswer gather(FhirEndpoint.Exchange exchange, Route route, List<ObjectNode> into)
            throws IOException, ServletException, BadMessageException {
        Map<String, List<String>> search = search(exchange.request(), route);
        search.put("_count", List.of(String.valueOf(READ_AT_ONCE)));
        search.put("_total", List.of("accurate"));
        while (true) {
            search.put("_offset", List.of(String.valueOf(into.size())));
            FhirAnswer answer = endpoint.get(exchange, policy.type(), search);
            if (!answer.good()) {
                return answer;
            }
            if (answer.body().path("total").asInt() > MOST_GROUPED) {
                throw BadMessageException.of("More than " + MOST_GROUPED + " appointments match; "
                        + policy.lists().asks("filters") + " must leave fewer, such as those of a shorter time.");
            }
            // Counted once.
            search.remove("_total");
            List<ObjectNode> found = answer.entries();
            found.stream().map(policy::told).forEach(into::add);
            if (found.size() < READ_AT_ONCE) {
                return answer;
            }
        }
    }

    private Map<String, List<String>> search(HttpServletRequest client, Route route) throws BadMessageException {
        ListForm lists = policy.lists();
        String filter =
                Optional.ofNullable(client.getParameter(lists.asks("filters"))).orElse("");
        Map<String, List<String>> search = new LinkedHashMap<>(policy.filters().meant(filter, route.filtered()));
        String sort =
                Optional.ofNullable(client.getParameter(lists.asks("sort"))).orElse(lists.sort());
        String direction = Optional.ofNullable(client.getParameter(lists.asks("direction")))
                .orElse("asc");
        if (!direction.equals("asc") && !direction.equals("desc")) {
            throw BadMessageException.of(lists.asks("direction") + " must be asc or desc.");
        }
        String by = policy.filters().sortedBy(sort);
        search.put("_sort", List.of(direction.equals("desc") ? "-" + by : by));
        if (!"true".equals(client.getParameter(lists.asks("all")))) {
            lists.hides().forEach((name, value) -> search.put(name, List.of(value)));
        }
        return search;
    }

    private List<List<ObjectNode>> grouped(List<ObjectNode> told) {
        Map<String, List<ObjectNode>> groups = new LinkedHashMap<>();
        for (ObjectNode each : told) {
            String time = each.path(policy.lists().day()).asText();
            String day = time.substring(0, Math.min(time.length(), "2026-03-09".length()));
            groups.computeIfAbsent(each.path(policy.lists().by()).asText() + " " + day, any -> new ArrayList<>())
                    .add(each);
        }
        return List.copyOf(groups.values());
    }

    /** Which part of a list is asked for. */
    private record Page(int offset, int limit) {

        static Page of(HttpServletRequest client, ListForm lists, Route route) throws BadMessageException {
            String limit = client.getParameter(lists.asks("limit"));
            if (limit != null && (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > route.most())) {
                throw BadMessageException.of(
                        lists.asks("limit") + " must be a whole number from 1 to " + route.most() + ".");
            }
            String token = client.getParameter(lists.asks("page"));
            return new Page(
                    token == null ? 0 : offset(token, lists), limit == null ? route.most() : Integer.parseInt(limit));
        }

        private static int offset(String token, ListForm lists) throws BadMessageException {
            try {
                String offset = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
                if (offset.matches("\\d{1,9}")) {
                    return Integer.parseInt(offset);
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
            throw BadMessageException.of(
                    lists.asks("page") + " must be one that a page of this list was answered with.");
        }

        ObjectNode answer(ListForm lists, List<ObjectNode> items, int total) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            if (offset + limit < total) {
                answer.put(lists.says("next"), token(offset + limit));
            }
            if (offset > 0) {
                answer.put(lists.says("previous"), token(Math.max(0, offset - limit)));
            }
            answer.put(lists.says("total"), total);
            ArrayNode list = answer.putArray(lists.says("items"));
            items.forEach(list::add);
            return answer;
        }

        private static String token(int offset) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(String.valueOf(offset).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
