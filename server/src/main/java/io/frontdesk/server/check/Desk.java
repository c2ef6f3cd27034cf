package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes appointments on the server, and changes them, in the form that the contract offers. */
final class Desk {

    /**
     * A change that can be sent.
     *
     * @param sent the request
     * @param judged what the contract says of it
     */
    record Change(Sent sent, Oracle.Judged judged) {}

    private static final String STATUS = "status";
    private static final String IF_MATCH = "If-Match";

    private final Bench bench;
    private final Bodies bodies;
    private final Surroundings surroundings;
    private boolean readable;

    Desk(Bench bench, Bodies bodies, Surroundings surroundings) {
        this.bench = bench;
        this.bodies = bodies;
        this.surroundings = surroundings;
        this.readable = bench.offers(Interaction.READ);
    }

    /** Returns the body of a new appointment, with all that it refers to in place; empty where no example fits. */
    Optional<ObjectNode> body(String status) {
        return bodies.in(status).map(surroundings::provide);
    }

    /** Returns why no example fits. */
    String unfit() {
        return bodies.refused();
    }

    /** Returns the request that creates an appointment. */
    Sent creating(ObjectNode body) {
        return bench.sent("POST", Contract.APPOINTMENT, Map.of(), body.toString(), Bench.JSON);
    }

    /** Creates an appointment; empty where the contract or the server does not take it. */
    Optional<Subject> create(String status) {
        return bench.offers(Interaction.CREATE)
                ? body(status).flatMap(body -> bench.quietly(creating(body)).flatMap(this::begun))
                : Optional.empty();
    }

    /** Returns the appointment that an answer says was created, as it is stored. */
    Optional<Subject> begun(Got got) {
        Optional<Subject> made = bench.madeBy(got);
        made.filter(subject -> !got.holds(Contract.APPOINTMENT)).ifPresent(subject -> {
            ObjectNode sent = subject.stored();
            reread(
                    subject,
                    bench.oracle()
                            .create(Interaction.CREATE, sent)
                            .map(Oracle.Judged::result)
                            .orElse(sent));
        });
        return made;
    }

    /** Returns the header that names the version of an appointment, where the contract looks at it. */
    Map<String, String> ifMatch(Subject subject) {
        return looksAtVersions() ? Map.of(IF_MATCH, "W/\"" + subject.version() + "\"") : Map.of();
    }

    /** Returns whether the contract looks at what If-Match says. */
    boolean looksAtVersions() {
        Request malformed = bench.oracle()
                .request(form(), Optional.of("1"), Map.of(IF_MATCH, "W/\"1"), Map.of("identifier", List.of("1")));
        return bench.oracle().judge(malformed) instanceof Decision.Refuse;
    }

    /** Returns the form in which the contract lets an appointment be changed. */
    Interaction form() {
        return List.of(Interaction.UPDATE, Interaction.PATCH, Interaction.CONDITIONAL_UPDATE).stream()
                .filter(bench::offers)
                .findFirst()
                .orElse(Interaction.UNKNOWN);
    }

    /** Returns the change of an appointment's status, from the version that is stored. */
    Optional<Change> status(Subject subject, String to) {
        return changed(subject, STATUS, to, ifMatch(subject));
    }

    /** Returns the change of one text of an appointment. */
    Optional<Change> changed(Subject subject, String element, String value, Map<String, String> headers) {
        if (form() == Interaction.PATCH) {
            ObjectNode operation = JsonNodeFactory.instance.objectNode();
            operation.put("op", subject.stored().has(element) ? "replace" : "add");
            operation.put("path", "/" + element).put("value", value);
            return patched(subject, JsonNodeFactory.instance.arrayNode().add(operation), headers);
        }
        return put(subject, body(subject).put(element, value), headers);
    }

    /** Returns what is stored as a body that may be sent. */
    ObjectNode body(Subject subject) {
        ObjectNode body = subject.stored().deepCopy();
        if (form() == Interaction.CONDITIONAL_UPDATE) {
            body.remove("id");
        } else {
            body.put("id", subject.id());
        }
        if (body.path("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated", "source"));
        }
        return body;
    }

    /** Returns an update by a body. */
    Optional<Change> put(Subject subject, ObjectNode body, Map<String, String> headers) {
        boolean conditional = form() == Interaction.CONDITIONAL_UPDATE;
        Optional<Identifier> identifier = Identifier.first(subject.stored());
        if (form() == Interaction.UNKNOWN || form() == Interaction.PATCH || conditional && identifier.isEmpty()) {
            return Optional.empty();
        }
        Request request = bench.oracle()
                .request(
                        form(),
                        conditional ? Optional.empty() : Optional.of(subject.id()),
                        headers,
                        conditional
                                ? Map.of(
                                        "identifier",
                                        List.of(identifier.orElseThrow().token()))
                                : Map.of());
        String path = conditional ? "Appointment?" + identifier.orElseThrow().criterion() : subject.path();
        return bench.oracle()
                .update(request, subject, body)
                .map(judged -> new Change(bench.sent("PUT", path, headers, body.toString(), Bench.JSON), judged));
    }

    /** Returns a change by a JSON Patch. */
    Optional<Change> patched(Subject subject, JsonNode operations, Map<String, String> headers) {
        Request request = bench.oracle().request(Interaction.PATCH, Optional.of(subject.id()), headers, Map.of());
        return bench.oracle()
                .patch(request, subject, operations)
                .map(judged -> new Change(
                        bench.sent("PATCH", subject.path(), headers, operations.toString(), Bench.JSON_PATCH), judged));
    }

    /** Takes over what an appointment has become by a change. */
    void took(Subject subject, Change change, Got got) {
        if (got.holds(Contract.APPOINTMENT)) {
            subject.changed(got.version().orElse(next(subject)), (ObjectNode) got.json());
            return;
        }
        subject.changed(got.version().orElse(next(subject)), change.judged().result());
        reread(subject, subject.stored());
    }

    /** Where the server shows it, what is stored is known better than by what was sent. */
    private void reread(Subject subject, ObjectNode otherwise) {
        Optional<Got> read = readable ? bench.quietly(bench.sent("GET", subject.path())) : Optional.empty();
        readable =
                readable && read.filter(got -> got.holds(Contract.APPOINTMENT)).isPresent();
        subject.changed(
                read.filter(got -> readable).flatMap(Got::version).orElse(subject.version()),
                readable ? (ObjectNode) read.orElseThrow().json() : otherwise);
    }

    private static String next(Subject subject) {
        return subject.version().matches("\\d{1,9}")
                ? String.valueOf(Integer.parseInt(subject.version()) + 1)
                : subject.version();
    }

    /** Returns whether the server shows what it stores. */
    boolean readable() {
        return readable;
    }
}
