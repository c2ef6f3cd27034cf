package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.GpConnectDesk.Held;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ordered pair of FHIR's statuses on gp-connect: a booked appointment may be cancelled, and nothing else happens. */
@ExtendWith(GpConnectServer.class)
class GpConnectStatusIT {

    private static final List<String> STATUSES =
            List.of("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error");

    private final GpConnectDesk desk;

    GpConnectStatusIT(GpConnectDesk desk) {
        this.desk = desk;
    }

    static List<String> statuses() {
        return STATUSES;
    }

    static Stream<Arguments> pairs() {
        return STATUSES.stream().flatMap(from -> STATUSES.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void beginsAsBookedAlone(String status) {
        ObjectNode booking = desk.booking().put("status", status);

        Answer answer = desk.consumer().post(booking);

        if (status.equals("booked")) {
            answer.is(201);
        } else {
            answer.refused(422, "status.initial").names("Appointment.status");
            assertThat(GpConnectDesk.code(answer)).isEqualTo("INVALID_RESOURCE");
            assertThat(desk.slotStatus(booking)).isEqualTo("free");
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesFromBookedToCancelledAlone(String from, String to) {
        Held held = desk.booked();
        held.record("\"status\":\"booked\"", "\"status\":\"" + from + "\"");
        ObjectNode before = held.now();
        ObjectNode sent = to.equals("cancelled")
                ? GpConnectDesk.cancelled(before)
                : before.deepCopy().put("status", to);

        Answer answer = held.put(sent);

        if (from.equals("booked") && to.equals("cancelled")) {
            answer.is(200);
            assertThat(answer.version()).isEqualTo("2");
            assertThat(held.now().path("status").asText()).isEqualTo("cancelled");
        } else if (from.equals(to) && !from.equals("cancelled")) {
            answer.is(200);
            assertThat(held.now().path("status").asText()).isEqualTo(from);
        } else {
            answer.is(422).names("Appointment.status");
            assertThat(GpConnectDesk.code(answer)).isEqualTo("INVALID_RESOURCE");
            assertThat(held.now()).isEqualTo(before);
        }
    }
}
