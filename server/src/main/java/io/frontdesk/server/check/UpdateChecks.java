package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.body.BodyIds;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ids of nothing, bodies with another id, and patches that are not listed. */
final class UpdateChecks {

    private static final String UNKNOWN = "Appointment/frontdesk-check-nothing";

    private final Bench bench;
    private final Desk desk;
    private final Contract contract;

    UpdateChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
        this.contract = bench.oracle().contract();
    }

    /** @param subject an appointment of the suite's */
    void run(Subject subject) {
        unknownIds(subject);
        if (bench.offers(Interaction.UPDATE)) {
            bodyIds(subject);
        }
        if (bench.offers(Interaction.PATCH)) {
            patches(subject);
        }
    }

    private Map<String, String> anyVersion() {
        return contract.version().required()
                ? Map.of("If-Match", "W/\"" + contract.version().ids().told("1") + "\"")
                : Map.of();
    }

    private void unknownIds(Subject subject) {
        if (bench.offers(Interaction.READ)) {
            bench.check(
                    "a read of an unknown id",
                    "access.hidden",
                    bench.sent("GET", UNKNOWN),
                    bench.oracle().broken(Rule.NOT_FOUND));
        }
        if (bench.offers(Interaction.UPDATE)) {
            Decision creates = contract.update().offers().mayCreateUnder(Contract.APPOINTMENT, "", false);
            if (creates instanceof Decision.Refuse) {
                ObjectNode body = desk.body(subject).put("id", UNKNOWN.substring("Appointment/".length()));
                bench.check(
                        "an update of an unknown id",
                        "update.interactions.unknownId",
                        bench.sent("PUT", UNKNOWN, anyVersion(), body.toString(), Bench.JSON),
                        bench.oracle().broken(Rule.UNKNOWN_ID));
            } else {
                bench.leave(
                        "an update of an unknown id",
                        "update.interactions.unknownId",
                        "The contract creates under it.");
            }
        }
        if (bench.offers(Interaction.PATCH)) {
            String patch = "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"cancelled\"}]";
            bench.check(
                    "a patch of an unknown id",
                    "access.hidden",
                    bench.sent("PATCH", UNKNOWN, anyVersion(), patch, Bench.JSON_PATCH),
                    bench.oracle().broken(Rule.NOT_FOUND));
        }
    }

    private void bodyIds(Subject subject) {
        BodyIds ids = contract.update().ids();
        ObjectNode another = desk.body(subject).put("id", "frontdesk-check-another");
        ObjectNode without = desk.body(subject);
        without.remove("id");
        bodyId(subject, "a body with another id", another, ids != BodyIds.IGNORED);
        bodyId(subject, "a body without an id", without, ids == BodyIds.MUST_MATCH);
    }

    private void bodyId(Subject subject, String check, ObjectNode body, boolean refused) {
        Optional<Desk.Change> change = desk.put(subject, body, desk.ifMatch(subject));
        if (!refused && change.filter(one -> one.judged().permitted()).isEmpty()) {
            bench.leave(check, "update.bodyId", "Something else is refused in this appointment.");
            return;
        }
        change.ifPresent(one -> bench.check(
                        check,
                        "update.bodyId",
                        one.sent(),
                        refused ? bench.oracle().broken(Rule.ID_MISMATCH) : Expected.success(200))
                .filter(Got::ok)
                .ifPresent(got -> desk.took(subject, one, got)));
    }

    private void patches(Subject subject) {
        if (contract.patch().isEmpty()) {
            bench.leave("patches that are not listed", "patch", "The contract lists none: any JSON Patch is read.");
            return;
        }
        for (List<String> row : List.of(
                List.of("test", "/status", subject.status()),
                List.of("remove", "/status", ""),
                List.of("replace", "/id", "frontdesk-check-another"),
                List.of("add", "/frontdeskCheck", "x"))) {
            ArrayNode patch = JsonNodeFactory.instance.arrayNode();
            ObjectNode operation = patch.addObject().put("op", row.get(0)).put("path", row.get(1));
            if (!row.get(2).isEmpty()) {
                operation.put("value", row.get(2));
            }
            String check = "patch " + row.get(0) + " " + row.get(1);
            Optional<Desk.Change> change = desk.patched(subject, patch, desk.ifMatch(subject))
                    .filter(one -> !one.judged().permitted());
            change.ifPresentOrElse(
                    one -> bench.check(
                            check,
                            "patch.operations",
                            one.sent(),
                            bench.oracle().of(one.judged().decision(), 200)),
                    () -> bench.leave(check, "patch.operations", "The contract lists it."));
        }
    }
}
