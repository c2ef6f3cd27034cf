package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.server.MillenniumDesk.Held;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ordered pair of statuses on the Millennium endpoints of both eras. */
@ExtendWith(MillenniumServer.class)
class MillenniumStatusIT {

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

    private static final Map<String, Map<String, Set<String>>> MOVES = Map.of(
            SEED,
            Map.of(
                    "booked", Set.of("arrived", "checked-in", "cancelled"),
                    "arrived", Set.of("checked-in", "cancelled"),
                    "checked-in", Set.of("cancelled")),
            LATER,
            Map.of(
                    "proposed", Set.of("booked", "cancelled"),
                    "booked", Set.of("arrived", "checked-in", "cancelled"),
                    "arrived", Set.of("checked-in", "cancelled"),
                    "checked-in", Set.of("fulfilled", "cancelled")));

    private final MillenniumDesk desk;

    MillenniumStatusIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    static Stream<Arguments> pairs() {
        return Stream.of(SEED, LATER)
                .flatMap(contract -> STATUSES.stream()
                        .flatMap(from -> STATUSES.stream().map(to -> Arguments.of(contract, from, to))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesAlongTheTableAlone(String contract, String from, String to) {
        Held held = desk.in(contract, from);
        boolean listed = MOVES.get(contract).getOrDefault(from, Set.of()).contains(to);
        String slot = contract.equals(LATER) && to.equals("booked")
                ? ",{\"op\":\"add\",\"path\":\"/slot\",\"value\":[{\"reference\":\"" + desk.slot(contract) + "\"}]}"
                : "";

        Answer answer = held.patch("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + to + "\"}" + slot + "]");

        if (listed) {
            answer.is(200);
            assertThat(held.status()).isEqualTo(to);
            assertThat(held.now().version()).isEqualTo(answer.version()).isNotEqualTo(held.version());
        } else {
            answer.is(422).names("Appointment.status");
            assertThat(answer.issue().path("code").asText()).isEqualTo("business-rule");
            assertThat(held.status()).isEqualTo(from);
            held.unchanged();
        }
    }
}
