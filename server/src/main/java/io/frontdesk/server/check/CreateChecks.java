package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** New appointments: in which statuses they begin, how the answer tells them, and what no body may hold. */
final class CreateChecks {

    private static final String CREATE = "create";

    private final Bench bench;
    private final Desk desk;
    private final Contract contract;

    CreateChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
        this.contract = bench.oracle().contract();
    }

    void run() {
        if (!bench.offers(Interaction.CREATE)) {
            bench.leave(CREATE, "update.interactions", "The contract does not offer it.");
            return;
        }
        Optional<ObjectNode> some = Optional.empty();
        for (String status : new TreeSet<>(contract.status().states())) {
            if (contract.status().start(status) instanceof Decision.Permit) {
                Optional<ObjectNode> begun = begins(status);
                some = some.or(() -> begun);
            }
        }
        some.ifPresent(this::refusedBodies);
        if (some.isEmpty()) {
            bench.leave("bodies", "update", "There is no example that the contract takes. Give one: --example.");
        }
    }

    private Optional<ObjectNode> begins(String status) {
        String check = "a new appointment begins as " + status;
        Optional<ObjectNode> body = desk.body(status);
        if (body.isEmpty()) {
            bench.leave(
                    check,
                    "status.initial",
                    ("No example is taken as '" + status + "'. Another one may: --example. " + desk.unfit()).strip());
            return body;
        }
        Sent sent = desk.creating(body.get());
        Optional<Got> got = bench.check(check, "status.initial", sent, Expected.success(201));
        got.filter(answer -> answer.status() == 201).ifPresent(answer -> told(sent, body.get(), answer));
        return body.filter(any -> got.filter(Got::ok).isPresent());
    }

    private void told(Sent sent, ObjectNode body, Got got) {
        boolean tagged = contract.version().told();
        String first = "W/\"" + contract.version().ids().told("1") + "\"";
        bench.same(
                "the first version is told",
                "version.first",
                sent,
                tagged ? first : "no ETag",
                got.headers().firstValue("ETag").orElse("no ETag"));
        bench.same(
                "the answer tells where it is",
                "answers.success.location",
                sent,
                contract.success().tellsLocation(true) ? "Location" : "none",
                got.headers().firstValue("Location").map(any -> "Location").orElse("none"));
        bench.same(
                "the answer holds the appointment",
                "answers.success.body",
                sent,
                contract.success().representation() ? Contract.APPOINTMENT : "none",
                got.holds(Contract.APPOINTMENT) ? Contract.APPOINTMENT : "none");
        desk.begun(got).ifPresent(subject -> order(sent, body, subject));
    }

    /** Extensions are stored in the order that the contract says, those of the server's own aside. */
    private void order(Sent sent, ObjectNode body, Subject subject) {
        String check = "extensions are in order";
        List<String> expected = bench.oracle()
                .create(Interaction.CREATE, body)
                .map(judged -> urls(judged.result()))
                .orElse(List.of());
        List<String> found = new ArrayList<>(urls(subject.stored()));
        found.retainAll(expected);
        if (expected.size() < 2 || !desk.readable()) {
            bench.leave(check, "extensions.order", "The example has fewer than two, or what is stored cannot be seen.");
        } else {
            bench.same(check, "extensions.order", sent, String.join(" ", expected), String.join(" ", found));
        }
    }

    private static List<String> urls(JsonNode resource) {
        List<String> urls = new ArrayList<>();
        resource.path("extension")
                .forEach(extension -> urls.add(extension.path("url").asText()));
        return urls;
    }

    private void refusedBodies(ObjectNode body) {
        for (String status : new TreeSet<>(contract.status().states())) {
            if (contract.status().start(status) instanceof Decision.Refuse) {
                body(
                        "a new appointment does not begin as " + status,
                        "status.initial",
                        body.deepCopy().put("status", status));
            }
        }
        ObjectNode lacking = body.deepCopy();
        lacking.remove("status");
        body("a body without status", "status", lacking);
        ObjectNode unknown = body.deepCopy().put("frontdeskCheck", "x");
        if (contract.body().dropsUnknown()) {
            bench.leave("a body with an unknown element", "body.unknown", "The contract passes over it.");
        } else {
            refused("a body with an unknown element", "body.unknown", unknown.toString(), Rule.BODY_ELEMENT);
        }
        refused(
                "an element of another structure",
                "fhirVersion",
                body.deepCopy().put("participant", "somebody").toString(),
                Rule.BODY_SHAPE);
        refused(
                "a date that is none",
                "fhirVersion",
                body.deepCopy().put("created", "soon").toString(),
                Rule.BODY_VALUE);
        refused("a body that is no JSON", "formats", "{\"resourceType\": \"Appointment\"", Rule.BODY_MALFORMED);
        bench.check(
                "a body of a media type that is not read",
                "formats",
                bench.sent("POST", Contract.APPOINTMENT, Map.of(), body.toString(), "text/plain"),
                bench.oracle().broken(Rule.BODY_MEDIA_TYPE));
    }

    private void refused(String check, String key, String body, Rule rule) {
        bench.check(
                check,
                key,
                bench.sent("POST", Contract.APPOINTMENT, Map.of(), body, Bench.JSON),
                bench.oracle().broken(rule));
    }

    /** The contract's own guards say whether it is refused: what a client sends may be filled in before. */
    private void body(String check, String key, ObjectNode body) {
        Optional<Oracle.Judged> judged = bench.oracle().create(Interaction.CREATE, body);
        if (judged.filter(Oracle.Judged::permitted).isPresent()) {
            bench.leave(check, key, "The contract fills it in.");
            return;
        }
        judged.ifPresent(found ->
                bench.check(check, key, desk.creating(body), bench.oracle().of(found.decision(), 201)));
    }
}
