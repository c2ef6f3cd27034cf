package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An address of the interface, with the method that does something there. Compiled from an item of {@code facade.routes}:
 *
 * <pre>
 * - {does: update, method: PUT, path: "/visits/{id}/{version}", version: next}
 * </pre>
 *
 * @param does what is done
 * @param method the HTTP method
 * @param path the address, in pieces; {@code {id}} and {@code {version}} stand for what a client says
 * @param status the HTTP status of what was done
 * @param next whether the version in the address is the one that the change makes, instead of the one that it is based on
 * @param values elements that {@code set} sets, with their values
 * @param most how many items are answered at once
 * @param since the query parameter from when on changes are asked for
 * @param filtered the paths of which a filter must name one
 * @param item what an item of a page or a group holds: its members, by the place in what is told of an appointment; the
 *     empty place is all of it
 */
record Route(
        Does does,
        String method,
        List<String> path,
        int status,
        boolean next,
        Map<String, String> values,
        int most,
        String since,
        List<String> filtered,
        Map<String, String> item) {

    /** What may be done. */
    enum Does {
        /** Stores a new appointment. */
        CREATE,
        /** Replaces what clients may change. */
        UPDATE,
        /** Sets elements, and answers nothing. */
        SET,
        /** Shows an appointment. */
        READ,
        /** Shows all versions of it, the oldest first. */
        HISTORY,
        /** Shows what has changed since a moment, the oldest change first. */
        CHANGES,
        /** Shows a page of what matches a filter. */
        PAGE,
        /** Shows a page of the groups, by a member and the day, of what matches a filter. */
        GROUPS,
        /** Counts these groups by the value of a member. */
        COUNTS,
        /** Shows the description of the interface (OpenAPI 3.0). */
        OPENAPI
    }

    static final String ID = "{id}";
    static final String VERSION = "{version}";

    /** Copies the lists and maps. */
    Route {
        path = List.copyOf(path);
        values = Map.copyOf(values);
        filtered = List.copyOf(filtered);
        item = Collections.unmodifiableMap(new LinkedHashMap<>(item));
    }

    /** Reads a route; faults addresses that say too little for what is done there. */
    static Route compile(Section section) {
        Map<String, Does> known = new LinkedHashMap<>();
        for (Does does : Does.values()) {
            known.put(does.name().toLowerCase(Locale.ROOT), does);
        }
        Does does = section.choice("does", known);
        String path = section.text("path");
        List<String> pieces = pieces(path);
        if (!path.startsWith("/") || pieces.isEmpty() || pieces.get(0).startsWith("{")) {
            section.fault("path", "is no address below the server's root", "such as /visits/v1/{id}");
        }
        boolean one = does == Does.UPDATE || does == Does.SET || does == Does.READ || does == Does.HISTORY;
        boolean change = does == Does.UPDATE || does == Does.SET;
        if (pieces.contains(ID) != one || pieces.contains(VERSION) != change) {
            section.fault("path", "does not say what " + does + " needs", "{id} for one, and {version} for a change");
        }
        return new Route(
                does,
                section.text("method").toUpperCase(Locale.ROOT),
                pieces,
                section.number("status", 200, 200, 299),
                change && section.choice("version", Map.of("next", true, "current", false)),
                does == Does.SET ? section.section("set").textsByKey() : Map.of(),
                section.number("most", 100, 1, 1_000),
                does == Does.CHANGES ? section.text("since") : "",
                section.optionalTexts("filtered"),
                does == Does.PAGE || does == Does.GROUPS || does == Does.COUNTS
                        ? section.section("item").textsByKey()
                        : Map.of());
    }

    /** Returns the pieces of a path. */
    static List<String> pieces(String path) {
        String[] pieces = path.split("/", -1);
        return List.of(pieces).subList(1, pieces.length);
    }

    /** Returns whether an address is this one. */
    boolean at(List<String> pieces) {
        if (pieces.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String piece = path.get(i);
            if (piece.startsWith("{") ? pieces.get(i).isEmpty() : !piece.equals(pieces.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many pieces of the address are given: where two fit, the more of them the better. */
    int given() {
        return (int) path.stream().filter(piece -> !piece.startsWith("{")).count();
    }

    /** Returns what an address says at one of its open pieces. */
    Optional<String> said(String piece, List<String> pieces) {
        int at = path.indexOf(piece);
        return at < 0 ? Optional.empty() : Optional.of(pieces.get(at));
    }

    /** Returns an item of a page. */
    ObjectNode itemOf(ObjectNode told) {
        ObjectNode made = told.objectNode();
        item.forEach((name, place) -> {
            Optional<JsonNode> value = place.equals(WHOLE)
                    ? Optional.of(told)
                    : JsonPlace.of(place).in(told);
            value.ifPresent(found -> made.set(name, found));
        });
        return made;
    }

    private static final String WHOLE = "*";
}
