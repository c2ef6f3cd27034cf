package io.frontdesk.facade;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A JSON interface to appointments, as data. Compiled from the section {@code facade}:
 *
 * <pre>
 * facade:
 *   title: Appointments                 # what its description is headed
 *   name: Appointment                   # what its description calls an appointment
 *   routes: [...]                       # see {@link Route}
 *   parts: {...}                        # see {@link Part}
 *   fields: {...}                       # see {@link FieldsReader}
 *   filters: {...}                      # see {@link Filters}; optional
 *   lists: {...}                        # see {@link ListForm}; with routes that answer lists
 *   errors: {...}                       # see {@link ErrorForm}
 * </pre>
 *
 * It translates, and decides nothing: what a client may do and store is judged by the guards of the endpoint.
 */
public final class FacadePolicy {

    private static final Set<Route.Does> LISTING = Set.of(Route.Does.PAGE, Route.Does.GROUPS, Route.Does.COUNTS);

    private final String type;
    private final String title;
    private final String name;
    private final List<Route> routes;
    private final ObjectShape shape;
    private final Filters filters;
    private final Optional<ListForm> lists;
    private final ErrorForm errors;

    private FacadePolicy(
            String type,
            String title,
            String name,
            List<Route> routes,
            ObjectShape shape,
            Filters filters,
            Optional<ListForm> lists,
            ErrorForm errors) {
        this.type = type;
        this.title = title;
        this.name = name;
        this.routes = List.copyOf(routes);
        this.shape = shape;
        this.filters = filters;
        this.lists = lists;
        this.errors = errors;
    }

    /** Compiles the section; faults routes that meet, places that are none, and lists without a form. */
    public static FacadePolicy compile(Section facade, String type) {
        List<Route> routes = new ArrayList<>();
        Set<String> addresses = new TreeSet<>();
        for (Section route : facade.sections("routes")) {
            Route read = Route.compile(route);
            if (!addresses.add(read.method() + " /" + String.join("/", read.path()))) {
                route.fault("path", "is given twice for " + read.method(), "one route for each address and method");
            }
            routes.add(read);
            route.close();
        }
        if (routes.isEmpty()) {
            facade.fault("routes", "offers nothing", "at least one route");
        }
        ObjectShape shape = new FieldsReader(FieldsReader.parts(facade)).read(facade.section("fields"));
        Optional<ListForm> lists = facade.optionalSection("lists").map(ListForm::compile);
        if (lists.isEmpty() && routes.stream().anyMatch(route -> LISTING.contains(route.does()))) {
            facade.fault("lists", "is absent, and a route answers a list", "how lists are asked for and answered");
        }
        return new FacadePolicy(
                type,
                facade.text("title"),
                facade.text("name"),
                routes.stream()
                        .sorted(Comparator.comparingInt(Route::given).reversed())
                        .toList(),
                shape,
                Filters.compile(facade),
                lists,
                ErrorForm.compile(facade.section("errors")));
    }

    /** Returns the first pieces of all addresses: what a server leaves to the interface. */
    public Set<String> roots() {
        Set<String> roots = new TreeSet<>();
        routes.forEach(route -> roots.add(route.path().get(0)));
        return roots;
    }

    /** Returns the addresses of the interface for people to read, with what is done there. */
    public Map<String, List<String>> addresses() {
        Map<String, List<String>> described = new TreeMap<>();
        routes.forEach(route -> described.put(
                "/" + String.join("/", route.path()) + " " + route.method(),
                List.of(route.does().name().toLowerCase(Locale.ROOT))));
        return described;
    }

    /** Returns the members of an appointment for people to read, with what each is. */
    public Map<String, List<String>> members() {
        Map<String, List<String>> described = new LinkedHashMap<>();
        shape.fields().forEach(field -> {
            ObjectNode schema = field.shape().schema();
            List<String> says = new ArrayList<>(
                    List.of(schema.path("format").asText(schema.path("type").asText())));
            schema.path("enum").forEach(code -> says.add(code.asText()));
            says.add(field.told() ? "told" : field.required() ? "must be sent" : "may be sent");
            described.put(field.name(), says);
        });
        return described;
    }

    /** Returns the search parameters by which lists are filtered, sorted and hidden. */
    public List<String> searchParameters() {
        List<String> names = new ArrayList<>(filters.searchParameters());
        lists.ifPresent(form -> names.addAll(form.hides().keySet()));
        errors.latest().ifPresent(latest -> names.add(latest.parameter()));
        return names;
    }

    String type() {
        return type;
    }

    /** Returns the routes at an address. */
    List<Route> at(List<String> pieces) {
        List<Route> found = routes.stream().filter(route -> route.at(pieces)).toList();
        // An address that is given goes before one that is open: /visits/scan is no visit called scan.
        int most = found.isEmpty() ? 0 : found.get(0).given();
        return found.stream().filter(route -> route.given() == most).toList();
    }

    List<Route> routes() {
        return routes;
    }

    ObjectShape shape() {
        return shape;
    }

    Filters filters() {
        return filters;
    }

    ListForm lists() {
        return lists.orElseThrow();
    }

    ErrorForm errors() {
        return errors;
    }

    String title() {
        return title;
    }

    String name() {
        return name;
    }

    /** Returns an appointment in FHIR JSON as clients are told it. */
    ObjectNode told(ObjectNode resource) {
        return shape.told(resource).map(ObjectNode.class::cast).orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
