package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static io.frontdesk.server.MillenniumDesk.example;
import static io.frontdesk.server.MillenniumDesk.patch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.MillenniumDesk.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots and Encounters under the Millennium contracts: what a booking takes from its slot, and what an arrival needs. */
@ExtendWith(MillenniumServer.class)
class MillenniumSlotIT {

    private final MillenniumDesk desk;

    MillenniumSlotIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    private Rest record(String contract) {
        return desk.caller(
                contract,
                "system/Slot.read system/Slot.write system/Schedule.write system/Encounter.read system/Encounter.write",
                "");
    }

    private void slotIs(String contract, String status, String slot) {
        assertThat(record(contract).get(slot).is(200).json().path("status").asText())
                .isEqualTo(status);
    }

    private void schedule(String contract) {
        ObjectNode schedule = example(SEED, "valid/slot").removeAll();
        schedule.put("resourceType", "Schedule").put("id", "100-200");
        for (String actor : List.of("Practitioner/593001", "Location/21304001")) {
            schedule.withArray("actor").addObject().put("reference", actor);
        }
        record(contract).put(schedule);
    }

    private Answer booked(String contract, String slot) {
        ObjectNode booking = example(SEED, "valid/create-booked");
        ((ObjectNode) booking.at("/slot/0")).put("reference", slot);
        return desk.provider(contract).post(booking);
    }

    private JsonNode encounters(Held held) {
        return record(held.contract())
                .get("Encounter?appointment=" + held.address())
                .is(200)
                .json()
                .path("entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void fillsABookingFromItsSlot(String contract) {
        schedule(contract);
        String slot = desk.slot(contract);

        JsonNode stored =
                desk.held(contract, booked(contract, slot).is(201)).now().json();

        assertThat(stored.path("start").asText()).isEqualTo("2026-03-09T09:00:00Z");
        assertThat(stored.path("end").asText()).isEqualTo("2026-03-09T09:30:00Z");
        assertThat(stored.path("minutesDuration").asInt()).isEqualTo(30);
        List<String> actors = new ArrayList<>();
        stored.path("participant")
                .forEach(each -> actors.add(each.path("actor").path("reference").asText()));
        assertThat(actors)
                .containsExactlyInAnyOrder(
                        "Practitioner/593001", "Location/21304001", "Patient/" + MillenniumDesk.PATIENT);
        slotIs(contract, "busy", slot);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void refusesASlotThatIsTakenUntilItIsFreed(String contract) {
        String slot = desk.slot(contract);
        Held held = desk.held(contract, booked(contract, slot).is(201));

        Answer taken = booked(contract, slot).refused(422, "slot.taken");
        assertThat(taken.json().at("/issue/0/code").asText()).isEqualTo("business-rule");
        held.patch(patch("replace", "/status", "cancelled")).is(200);

        slotIs(contract, "free", slot);
        booked(contract, slot).is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void refusesASlotThatIsNotThere(String contract) {
        booked(contract, "Slot/nowhere").refused(422, "slot.unknown");
    }

    @Test
    void booksWhatWasProposedIntoASlot() {
        String slot = desk.slot(LATER);
        Held proposed = desk.held(
                LATER,
                desk.provider(LATER)
                        .post(example(SEED, "valid/create-proposed"))
                        .is(201));
        ArrayNode book = (ArrayNode) Examples.read(LATER, "patches/book-proposed");
        ((ObjectNode) book.at("/0/value/0")).put("reference", slot);

        proposed.patch(book.toString()).is(200);

        JsonNode stored = proposed.now().json();
        assertThat(stored.path("start").asText()).isEqualTo("2026-03-09T09:00:00Z");
        assertThat(stored.path("status").asText()).isEqualTo("booked");
        slotIs(LATER, "busy", slot);
    }

    @Test
    void reschedulesFromSlotToSlot() {
        String first = desk.slot(LATER);
        String second = desk.slot(LATER);
        Held held = desk.held(LATER, booked(LATER, first).is(201));
        Held other = desk.held(LATER, booked(LATER, desk.slot(LATER)).is(201));
        ArrayNode move = (ArrayNode) Examples.read(LATER, "patches/reschedule");
        ((ObjectNode) move.at("/0/value/0")).put("reference", second);

        held.patch(move.toString()).is(200);
        other.patch(move.toString()).refused(422, "slot.taken");

        slotIs(LATER, "free", first);
        slotIs(LATER, "busy", second);
        other.unchanged();
    }

    @ParameterizedTest
    @CsvSource({SEED + ",arrived", SEED + ",checked-in", LATER + ",arrived", LATER + ",checked-in"})
    void makesTheEncounterOfAPatientWhoIsThere(String contract, String status) {
        Held held = desk.booked(contract);

        held.patch(patch("replace", "/status", status)).is(200);

        assertThat(encounters(held)).hasSize(1);
        JsonNode encounter = encounters(held).path(0).path("resource");
        assertThat(encounter.at("/subject/reference").asText()).isEqualTo("Patient/" + MillenniumDesk.PATIENT);
        assertThat(encounter.at("/appointment/0/reference").asText()).isEqualTo(held.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void changesNothingWhenTheEncounterIsOver(String contract) {
        Held held = desk.booked(contract);
        ObjectNode finished = example(SEED, "valid/slot").removeAll();
        finished.put("resourceType", "Encounter").put("status", "finished");
        finished.putObject("class").put("code", "AMB");
        finished.withArray("appointment").addObject().put("reference", held.address());
        record(contract).post(finished).is(201);

        held.patch(patch("replace", "/status", "arrived")).refused(424, "effect.failed");

        held.unchanged();
        assertThat(encounters(held)).hasSize(1);
        held.patch(patch("replace", "/status", "cancelled")).is(200);
    }
}
