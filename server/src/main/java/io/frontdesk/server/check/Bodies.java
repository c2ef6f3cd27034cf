package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.frontdesk.request.Interaction;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What new appointments are made of: the examples, each time on a day of its own in the future, with identifiers of their own,
 * and labelled as the suite's where the contract takes a label.
 */
final class Bodies {

    /** The system of the identifiers by which everything that the suite makes can be found. */
    static final String LABEL = "urn:frontdesk:check";

    private static final String SAID = "Made by frontdesk contract check; may be cancelled and deleted.";
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");
    private static final int DAY = "2026-03-09".length();
    private static final int DAYS_AHEAD = 30;

    private final Oracle oracle;
    private final Examples examples;
    private final String run;
    private final Clock clock;
    private int made;
    private String refused = "";

    /** @param run what tells this run from others */
    Bodies(Oracle oracle, Examples examples, String run, Clock clock) {
        this.oracle = oracle;
        this.examples = examples;
        this.run = run;
        this.clock = clock;
    }

    /** Returns a new appointment that the contract takes and stores in this status; empty where it takes none. */
    Optional<ObjectNode> in(String status) {
        List<ObjectNode> inOrder = new ArrayList<>(examples.appointments());
        inOrder.sort((one, other) -> Boolean.compare(
                other.path("status").asText().equals(status),
                one.path("status").asText().equals(status)));
        for (ObjectNode example : inOrder) {
            ObjectNode body = example.deepCopy().put("status", status);
            body.remove("id");
            move(body);
            body.path("identifier").forEach(Bodies::renew);
            Optional<ObjectNode> labelled = labelled(body);
            if (labelled.isPresent()) {
                made++;
                return labelled;
            }
        }
        return Optional.empty();
    }

    /** Where a label is not taken, or not kept, the next one is tried, and at last none. */
    private Optional<ObjectNode> labelled(ObjectNode body) {
        ObjectNode identified = body.deepCopy();
        identified.withArray("/identifier").addObject().put("system", LABEL).put("value", run + "-" + made);
        if (kept(identified, "identifier")) {
            return Optional.of(identified);
        }
        for (String element : List.of("comment", "description")) {
            ObjectNode said = body.deepCopy().put(element, SAID);
            if (kept(said, element)) {
                return Optional.of(said);
            }
        }
        Optional<Oracle.Judged> plain = oracle.create(Interaction.CREATE, body);
        refused = plain.flatMap(judged -> judged.decision().refusal())
                .map(why -> why.id() + ": " + why.text())
                .orElse("");
        return plain.filter(judged -> taken(judged, body)).map(judged -> body);
    }

    /** Returns why the example that was looked at last is not taken, as far as that is known. */
    String refused() {
        return refused;
    }

    private boolean kept(ObjectNode body, String element) {
        return oracle.create(Interaction.CREATE, body)
                .filter(judged -> taken(judged, body))
                .filter(judged -> judged.result().path(element).equals(body.path(element)))
                .isPresent();
    }

    private static boolean taken(Oracle.Judged judged, ObjectNode body) {
        return judged.permitted() && judged.result().path("status").equals(body.path("status"));
    }

    private static void renew(JsonNode identifier) {
        ((ObjectNode) identifier).put("value", UUID.randomUUID().toString());
    }

    /** The user's own example stays on its day the first time. */
    private void move(ObjectNode body) {
        Optional<LocalDate> begins = first(body);
        if (begins.isEmpty()) {
            return;
        }
        LocalDate day = examples.given()
                ? begins.get().plusDays(made)
                : LocalDate.now(clock).plusDays(DAYS_AHEAD + (long) made);
        long days = ChronoUnit.DAYS.between(begins.get(), day);
        texts(
                body,
                text -> MOMENT.matcher(text).matches()
                        ? LocalDate.parse(text.substring(0, DAY)).plusDays(days) + text.substring(DAY)
                        : text);
    }

    private static Optional<LocalDate> first(ObjectNode body) {
        for (JsonNode start : List.of(body.path("start"), body.at("/requestedPeriod/0/start"))) {
            if (MOMENT.matcher(start.asText()).matches()) {
                return Optional.of(LocalDate.parse(start.asText().substring(0, DAY)));
            }
        }
        return Optional.empty();
    }

    /** Changes every text in a tree. */
    static void texts(JsonNode tree, UnaryOperator<String> change) {
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isTextual()) {
                    member.setValue(
                            TextNode.valueOf(change.apply(member.getValue().asText())));
                }
            });
        }
        tree.forEach(child -> texts(child, change));
    }
}
