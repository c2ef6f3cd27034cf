package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every ordered pair of statuses on the Danish R4 endpoint. */
@ExtendWith(SharedServer.class)
class EhealthDkR4StatusIT {

    private static final List<String> STATUSES = List.of(
            "proposed",
            "pending",
            "booked",
            "arrived",
            "fulfilled",
            "cancelled",
            "noshow",
            "entered-in-error",
            "checked-in",
            "waitlist");
    private static final Set<String> FINAL = Set.of("cancelled", "entered-in-error");

    private final Rest practitioner;

    EhealthDkR4StatusIT(TestServer server) {
        this.practitioner = new DanishDesk(server).practitioner();
    }

    static Stream<Arguments> pairs() {
        return STATUSES.stream().flatMap(from -> STATUSES.stream().map(to -> Arguments.of(from, to)));
    }

    private ObjectNode stored(String status) {
        return (ObjectNode) practitioner
                .post(DanishDesk.plain().put("status", status))
                .is(201)
                .json();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesFreelyButNotOutOfAFinalStatus(String from, String to) {
        ObjectNode stored = stored(from);
        String address = "Appointment/" + stored.path("id").asText();
        boolean free = from.equals(to) || !FINAL.contains(from);

        Answer put = practitioner.put(stored.put("status", to).put("comment", "moved"), "If-Match", "\"1\"");

        if (free) {
            assertThat(put.is(200).json().path("status").asText()).isEqualTo(to);
            assertThat(put.json().path("comment").asText()).isEqualTo("moved");
        } else {
            refused(put);
            assertThat(practitioner
                            .get(address)
                            .is(200)
                            .showsVersion("1")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo(from);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "entered-in-error"})
    void keepsAFinalStatusFromAPatchAndLetsTheRestBeEdited(String last) {
        String address = "Appointment/" + stored(last).path("id").asText();

        refused(practitioner.patch(address, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"booked\"}]"));
        practitioner
                .patch(address, "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"noted\"}]")
                .is(200)
                .showsVersion("2");
    }

    private static void refused(Answer answer) {
        answer.refused(422, "status.final").names("Appointment.status");
        assertThat(answer.issue().path("diagnostics").asText()).isEqualTo("Status change not allowed");
        assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
    }
}
