package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.ACCEPTED;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The statuses of the contract {@code canvas}: every pair, and every status of a new appointment. */
@ExtendWith(SharedServer.class)
class CanvasStatusIT {

    private static final List<String> OTHERS = List.of("entered-in-error", "waitlist");

    private static CanvasDesk desk;

    @BeforeAll
    static void open(TestServer shared) {
        desk = CanvasDesk.of(shared);
    }

    static Stream<Arguments> pairs() {
        return ACCEPTED.stream()
                .flatMap(from ->
                        Stream.concat(ACCEPTED.stream(), OTHERS.stream()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesAnywhereButOutOfCancelled(String from, String to) {
        String id = desk.in(from);
        ObjectNode before = desk.stored(id);

        Answer answer = desk.change(id, "'status':'" + to + "'");

        if (OTHERS.contains(to)) {
            answer.refused(422, from.equals("cancelled") ? "status.final" : "status.transition");
            assertThat(CanvasDesk.code(answer)).isEqualTo("business-rule");
            assertThat(desk.stored(id)).isEqualTo(before);
        } else if (from.equals("cancelled") && !to.equals(from)) {
            answer.refused(422, "status.final");
            assertThat(CanvasDesk.code(answer)).isEqualTo("business-rule");
            assertThat(desk.stored(id)).isEqualTo(before);
        } else {
            answer.is(200);
            assertThat(desk.content(id).path("status").asText()).isEqualTo(to);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proposed", "pending", "booked", "arrived", "checked-in", "fulfilled", "noshow", "cancelled"})
    void paysNoHeedToTheStatusOfANewAppointment(String status) {
        String id = desk.created(visit().put("status", status));

        assertThat(desk.stored(id).path("status").asText()).isEqualTo("proposed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entered-in-error", "waitlist"})
    void beginsInNoOther(String status) {
        desk.post(visit().put("status", status)).refused(422, "status.initial");
    }

    @Test
    void beginsAsProposedWithoutOne() {
        ObjectNode visit = visit();
        visit.remove("status");

        assertThat(desk.stored(desk.created(visit)).path("status").asText()).isEqualTo("proposed");
    }

    @Test
    void keepsTheStatusThatAnUpdateDoesNotName() {
        String id = desk.in("arrived");

        desk.change(id, "'end':'2026-03-09T10:00:00Z'").is(200);

        assertThat(desk.stored(id).path("status").asText()).isEqualTo("arrived");
    }

    @Test
    void editsWhatIsCancelled() {
        String id = desk.in("cancelled");

        desk.change(id, "'description':'Called'").is(200);

        assertThat(desk.stored(id).path("status").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check-in", "unconfirmed", "Booked", "planned"})
    void knowsFhirsSpellingAlone(String status) {
        String id = desk.in("booked");

        Answer refused = desk.change(id, "'status':'" + status + "'").refused(400, "body.value");

        assertThat(CanvasDesk.code(refused)).isEqualTo("value");
        desk.post(visit().put("status", status)).refused(400, "body.value");
        assertThat(desk.stored(id).path("status").asText()).isEqualTo("booked");
    }
}
