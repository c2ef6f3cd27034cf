package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the appointments of the suite refer to: resources of its own, made by PUT where the contract lets clients do that. What the
 * user's own example refers to is the user's.
 */
final class Surroundings {

    private static final Pattern RELATIVE = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})");
    private static final String SLOT = "Slot";

    private final Bench bench;
    private final Examples examples;
    private final String run;
    private final Map<String, String> references = new HashMap<>();
    private final List<String> made = new ArrayList<>();
    private int number;

    Surroundings(Bench bench, Examples examples, String run) {
        this.bench = bench;
        this.examples = examples;
        this.run = run;
    }

    /** Returns the appointment with references to resources that are there. */
    ObjectNode provide(ObjectNode appointment) {
        ObjectNode provided = appointment.deepCopy();
        if (!examples.given()) {
            Bodies.texts(provided, text -> resolved(text, appointment));
        }
        return provided;
    }

    private String resolved(String text, JsonNode appointment) {
        Matcher reference = RELATIVE.matcher(text);
        if (!reference.matches() || !makes(reference.group(1))) {
            return text;
        }
        String type = reference.group(1);
        // Each appointment takes a Slot of its own.
        String known = type.equals(SLOT) ? null : references.get(text);
        if (known != null) {
            return known;
        }
        String made = make(type, appointment).orElse(text);
        references.put(text, made);
        return made;
    }

    private boolean makes(String type) {
        var update = bench.oracle().contract().update();
        return (update.referencesMustExist() || type.equals(SLOT))
                && update.offers().on(type).contains(Interaction.UPDATE)
                && update.offers().mayCreateUnder(type, "", false) instanceof Decision.Permit;
    }

    private Optional<String> make(String type, JsonNode appointment) {
        number++;
        String id = "check-" + run + "-" + number;
        ObjectNode resource = examples.other(type).put("id", id);
        if (type.equals(SLOT) && appointment.has("start")) {
            resource.set("start", appointment.path("start"));
            resource.set("end", appointment.path("end"));
        }
        Bodies.texts(resource, text -> resolved(text, appointment));
        resource.withArray("/identifier")
                .addObject()
                .put("system", Bodies.LABEL)
                .put("value", id);
        boolean stored = bench.quietly(bench.sent("PUT", type + "/" + id, Map.of(), resource.toString(), Bench.JSON))
                .filter(Got::ok)
                .isPresent();
        if (stored) {
            made.add(0, type + "/" + id);
        }
        return stored ? Optional.of(type + "/" + id) : Optional.empty();
    }

    /** Returns the references to what was made, the last one first: what refers to others goes before them. */
    List<String> made() {
        return List.copyOf(made);
    }
}
