package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.status.StatusPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Requests that name an appointment by its identifier: one creates, the next one finds what is there. */
final class ConditionalChecks {

    private static final String KEY = "update.criteria";

    private final Bench bench;
    private final Desk desk;

    ConditionalChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
    }

    void run() {
        if (bench.offers(Interaction.CONDITIONAL_UPDATE)) {
            identified().ifPresentOrElse(this::update, () -> none("conditional-update"));
            bench.check(
                    "a conditional update without criteria",
                    KEY,
                    bench.sent(
                            "PUT",
                            "Appointment",
                            Map.of(),
                            identified().map(ObjectNode::toString).orElse("{}"),
                            Bench.JSON),
                    bench.oracle().broken(Rule.REQUEST_INVALID));
        }
        if (bench.offers(Interaction.CONDITIONAL_CREATE)) {
            identified().ifPresentOrElse(this::create, () -> none("conditional-create"));
        }
    }

    private void none(String form) {
        bench.leave(form, KEY, "No example with an identifier is taken.");
    }

    /** Returns a new appointment that keeps an identifier. */
    private Optional<ObjectNode> identified() {
        StatusPolicy policy = bench.oracle().contract().status();
        return new TreeSet<>(policy.states())
                .stream()
                        .filter(status -> policy.start(status) instanceof Decision.Permit)
                        .flatMap(status -> desk.body(status).stream())
                        .filter(body -> Identifier.first(body).isPresent())
                        .findFirst();
    }

    private static String criterion(ObjectNode body) {
        return Identifier.first(body).orElseThrow().criterion();
    }

    private void update(ObjectNode body) {
        Sent sent = bench.sent("PUT", "Appointment?" + criterion(body), Map.of(), body.toString(), Bench.JSON);
        bench.check("a conditional update of what is not there", KEY, sent, Expected.success(201))
                .filter(Got::ok)
                .flatMap(desk::begun)
                .ifPresent(subject -> again(sent, subject));
    }

    private void again(Sent sent, Subject subject) {
        boolean required = bench.oracle().contract().version().required();
        Optional<Got> unnamed = bench.check(
                "a conditional update of what is there, without If-Match",
                KEY,
                sent,
                required ? bench.oracle().broken(Rule.VERSION_MISSING) : Expected.success(200));
        if (required) {
            String version = unnamed.filter(Got::ok).flatMap(Got::version).orElse(subject.version());
            bench.check(
                    "a conditional update of the version that is there",
                    KEY,
                    sent.with("If-Match", "W/\"" + version + "\""),
                    Expected.success(200));
        }
    }

    private void create(ObjectNode body) {
        Sent sent = desk.creating(body).with("If-None-Exist", criterion(body));
        bench.check("a conditional create of what is not there", KEY, sent, Expected.success(201))
                .filter(Got::ok)
                .ifPresent(
                        got -> bench.check("a conditional create of what is there", KEY, sent, Expected.success(200)));
    }
}
