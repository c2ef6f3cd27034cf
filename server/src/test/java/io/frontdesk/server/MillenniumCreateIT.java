package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static io.frontdesk.server.MillenniumDesk.example;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new appointment must be on the Millennium endpoints of both eras. */
@ExtendWith(MillenniumServer.class)
class MillenniumCreateIT {

    private final MillenniumDesk desk;

    MillenniumCreateIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    private static ObjectNode proposal(String contract) {
        return example(contract, "valid/create-proposed");
    }

    private static ObjectNode participant(ObjectNode appointment, int index) {
        return (ObjectNode) appointment.at("/participant/" + index);
    }

    private static void another(ObjectNode appointment, String element) {
        ArrayNode list = (ArrayNode) appointment.path(element);
        list.add(list.get(0).deepCopy());
    }

    private record Wrong(String what, String status, String rule, int http, String code, Consumer<ObjectNode> change) {}

    private static Wrong booked(String what, String rule, Consumer<ObjectNode> change) {
        return new Wrong(what, "booked", rule, 422, "business-rule", change);
    }

    private static Wrong proposed(String what, String rule, Consumer<ObjectNode> change) {
        return new Wrong(what, "proposed", rule, 422, "business-rule", change);
    }

    static Stream<Arguments> wrong() {
        List<Wrong> wrong = List.of(
                booked("another status", "status.initial", one -> one.put("status", "arrived")),
                booked("pending", "status.initial", one -> one.put("status", "pending")),
                booked("no slot", "field.one-slot", one -> one.remove("slot")),
                booked("two slots", "field.one-slot", one -> another(one, "slot")),
                booked(
                        "no patient",
                        "field.one-patient",
                        one -> ((ObjectNode) one.at("/participant/0/actor")).put("reference", "Practitioner/593001")),
                booked("two patients", "field.one-patient", one -> another(one, "participant")),
                booked(
                        "patient who has not accepted",
                        "field.patient-accepted",
                        one -> participant(one, 0).put("status", "needs-action")),
                booked(
                        "participant with a type",
                        "field.no-participant-type",
                        one -> participant(one, 0).putArray("type").addObject().put("text", "patient")),
                booked("two reasons", "field.one-reason", one -> another(one, "reasonCode")),
                booked(
                        "reason without words",
                        "field.one-reason",
                        one -> one.putArray("reasonCode")
                                .addObject()
                                .putArray("coding")
                                .addObject()
                                .put("code", "x")),
                new Wrong(
                        "reason of 256 characters",
                        "booked",
                        "field.reason-length",
                        400,
                        "too-long",
                        one -> one.putArray("reasonCode").addObject().put("text", "x".repeat(256))),
                new Wrong(
                        "implicit rules",
                        "booked",
                        "field.implicit-rules",
                        422,
                        "not-supported",
                        one -> one.put("implicitRules", "http://example.org/rules")),
                new Wrong(
                        "modifier extension",
                        "booked",
                        "field.modifier-extension",
                        422,
                        "extension",
                        one -> one.putArray("modifierExtension")
                                .addObject()
                                .put("url", "http://example.org/not")
                                .put("valueBoolean", true)),
                new Wrong(
                        "participant's modifier extension",
                        "booked",
                        "field.modifier-extension",
                        422,
                        "extension",
                        one -> participant(one, 0)
                                .putArray("modifierExtension")
                                .addObject()
                                .put("url", "http://example.org/not")
                                .put("valueBoolean", true)),
                proposed("no patient", "field.one-patient", one -> ((ArrayNode) one.path("participant")).remove(0)),
                proposed("no location", "field.location", one -> ((ArrayNode) one.path("participant")).remove(1)),
                proposed(
                        "patient who has accepted",
                        "field.needs-action",
                        one -> participant(one, 0).put("status", "accepted")),
                proposed(
                        "location that has accepted",
                        "field.needs-action",
                        one -> participant(one, 1).put("status", "accepted")),
                proposed("no service", "field.service-type", one -> one.remove("serviceType")),
                proposed("two services", "field.service-type", one -> another(one, "serviceType")),
                proposed("no period", "field.requested-period", one -> one.remove("requestedPeriod")),
                proposed("two periods", "field.requested-period", one -> another(one, "requestedPeriod")),
                proposed(
                        "period without end",
                        "field.requested-period",
                        one -> ((ObjectNode) one.at("/requestedPeriod/0")).remove("end")),
                proposed(
                        "period without start",
                        "field.requested-period",
                        one -> ((ObjectNode) one.at("/requestedPeriod/0")).remove("start")));
        return Stream.of(SEED, LATER)
                .flatMap(contract -> wrong.stream()
                        .map(one -> Arguments.of(
                                contract, one.status(), one.what(), one.rule(), one.http(), one.code(), one.change())));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("wrong")
    void refuses(
            String contract,
            String status,
            String what,
            String rule,
            int http,
            String code,
            Consumer<ObjectNode> change) {
        ObjectNode appointment = status.equals("booked") ? desk.booking(contract) : proposal(contract);
        change.accept(appointment);

        Answer answer = desk.provider(contract).post(appointment).refused(http, rule);

        assertThat(answer.issue().path("code").asText()).isEqualTo(code);
    }

    static Stream<Arguments> right() {
        List<Arguments> right = new ArrayList<>();
        for (String contract : List.of(SEED, LATER)) {
            right.add(Arguments.of(contract, "booked", "as it is", (Consumer<ObjectNode>) one -> {}));
            right.add(
                    Arguments.of(contract, "booked", "comment", (Consumer<ObjectNode>) one -> one.put("comment", "a")));
            right.add(Arguments.of(
                    contract, "booked", "no reason", (Consumer<ObjectNode>) one -> one.remove("reasonCode")));
            right.add(Arguments.of(contract, "booked", "reason of 255 characters", (Consumer<ObjectNode>)
                    one -> one.putArray("reasonCode").addObject().put("text", "x".repeat(255))));
            right.add(Arguments.of(contract, "proposed", "as it is", (Consumer<ObjectNode>) one -> {}));
            right.add(Arguments.of(
                    contract, "proposed", "comment", (Consumer<ObjectNode>) one -> one.put("comment", "a")));
            right.add(Arguments.of(contract, "proposed", "reason", (Consumer<ObjectNode>)
                    one -> one.putArray("reasonCode").addObject().put("text", "a")));
        }
        return right.stream();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("right")
    void takes(String contract, String status, String what, Consumer<ObjectNode> change) {
        ObjectNode appointment = status.equals("booked") ? desk.booking(contract) : proposal(contract);
        change.accept(appointment);

        Answer created = desk.provider(contract).post(appointment).is(201);

        assertThat(desk.held(contract, created).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void refusesAStatusThatIsAbsentOrUnknown(String contract) {
        ObjectNode none = desk.booking(contract);
        none.remove("status");

        desk.provider(contract).post(none).is(422);
        desk.provider(contract)
                .post(desk.booking(contract).put("status", "confirmed"))
                .refused(400, "body.value");
    }
}
