package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract whose appointments hold Slots, and take time and people over from them, on every way to write. */
class SlotIT {

    private static final String FHIR = "application/fhir+json";
    private static final String STATUS = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"%s\"}]";

    private static TestServer server;
    private static Rest desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed(
                        "core",
                        "slots",
                        Map.of(
                                "  slots:\n",
                                """
                  slots:
                    fill: [start, end, minutesDuration]
                    participants: [Practitioner, Location]
                """,
                                "types: [Practitioner, PractitionerRole, Device]",
                                "types: [PractitionerRole]"))
                .toString());
        desk = new Rest(
                server.base("slots"),
                server.token(
                        "Appointment.*",
                        "Patient.*",
                        "Slot.*",
                        "Schedule.*",
                        "Practitioner.*",
                        "Location.*",
                        "transaction"));
        desk.put(resource("Patient").put("id", "anna")).is(201);
        desk.put(resource("Practitioner").put("id", "lind")).is(201);
        desk.put(resource("Practitioner").put("id", "berg")).is(201);
        desk.put(resource("Location").put("id", "room")).is(201);
        desk.put(schedule("lind", "Practitioner/lind", "Location/room", "Device/lamp"))
                .is(201);
        desk.put(schedule("berg", "Practitioner/berg")).is(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode resource(String type) {
        ObjectNode resource = Rest.fixture("patient.json").removeAll();
        return resource.put("resourceType", type);
    }

    private static ObjectNode schedule(String id, String... actors) {
        ObjectNode schedule = resource("Schedule").put("id", id);
        for (String actor : actors) {
            schedule.withArray("actor")
                    .addObject()
                    .put("reference", actor.startsWith("Device") ? "https://other.example.org/" + actor : actor);
        }
        return schedule;
    }

    private static ObjectNode slot(String status, String schedule, String start, String end) {
        ObjectNode slot = resource("Slot").put("id", UUID.randomUUID().toString());
        slot.putObject("schedule").put("reference", "Schedule/" + schedule);
        return slot.put("status", status).put("start", start).put("end", end);
    }

    private static String stored(ObjectNode slot) {
        desk.put(slot).is(201);
        return slot.path("id").asText();
    }

    private static String free() {
        return stored(slot("free", "lind", "2026-03-09T09:00:00+01:00", "2026-03-09T09:45:00+01:00"));
    }

    private static String later() {
        return stored(slot("free", "berg", "2026-03-09T11:00:00Z", "2026-03-09T11:20:00Z"));
    }

    /** No start, no end: they come from the Slots. */
    private static ObjectNode visit(String status, String... slots) {
        ObjectNode visit = resource("Appointment").put("status", status);
        ObjectNode patient = visit.withArray("participant").addObject();
        patient.putObject("actor").put("reference", "Patient/anna");
        patient.put("status", "accepted");
        for (String slot : slots) {
            visit.withArray("slot").addObject().put("reference", slot.contains("/") ? slot : "Slot/" + slot);
        }
        return visit;
    }

    private static void slotIs(String status, String slot) {
        assertThat(desk.get("Slot/" + slot).is(200).json().path("status").asText())
                .isEqualTo(status);
    }

    private static Answer turn(Answer stored, String status) {
        return desk.patch("Appointment/" + stored.id(), STATUS.formatted(status), "If-Match", stored.header("ETag"));
    }

    private static List<String> actors(Answer visit) {
        List<String> actors = new ArrayList<>();
        visit.json()
                .path("participant")
                .forEach(each -> actors.add(each.path("actor").path("reference").asText()));
        return actors;
    }

    @Test
    void isFilledFromItsSlot() {
        Answer visit = desk.post(visit("booked", free())).is(201);

        assertThat(visit.json().path("start").asText()).isEqualTo("2026-03-09T09:00:00+01:00");
        assertThat(visit.json().path("end").asText()).isEqualTo("2026-03-09T09:45:00+01:00");
        assertThat(visit.json().path("minutesDuration").asInt()).isEqualTo(45);
        assertThat(actors(visit)).containsExactly("Practitioner/lind", "Location/room", "Patient/anna");
        assertThat(visit.json().path("participant").path(0).path("required").asText())
                .isEqualTo("required");
        assertThat(visit.json().path("participant").path(0).path("status").asText())
                .isEqualTo("accepted");
    }

    @Test
    void lastsFromTheFirstToTheLastOfItsSlots() {
        Answer visit = desk.post(visit("booked", later(), free())).is(201);

        assertThat(visit.json().path("start").asText()).isEqualTo("2026-03-09T09:00:00+01:00");
        assertThat(visit.json().path("end").asText()).isEqualTo("2026-03-09T11:20:00Z");
        assertThat(visit.json().path("minutesDuration").asInt()).isEqualTo(200);
        assertThat(actors(visit))
                .containsExactlyInAnyOrder("Practitioner/lind", "Practitioner/berg", "Location/room", "Patient/anna");
    }

    @ParameterizedTest
    @CsvSource({"pending,busy-tentative", "booked,busy", "proposed,free", "waitlist,free"})
    void takesItsSlotInTheStatusesThatTheContractLists(String status, String slotStatus) {
        String slot = free();
        ObjectNode visit =
                visit(status, slot).put("start", "2026-03-09T09:00:00+01:00").put("end", "2026-03-09T09:45:00+01:00");

        desk.post(visit).is(201);

        slotIs(slotStatus, slot);
    }

    @Test
    void keepsTheSlotInStepWithTheStatus() {
        String slot = free();
        Answer visit = desk.post(visit("pending", slot)).is(201);

        Answer booked = turn(visit, "booked").is(200);
        slotIs("busy", slot);
        Answer arrived = turn(booked, "arrived").is(200);
        slotIs("busy", slot);
        turn(arrived, "cancelled").is(200);
        slotIs("free", slot);
    }

    @Test
    void takesOverFromAnotherSlotAndLetsTheFirstGo() {
        String first = free();
        String second = later();
        Answer visit = desk.post(visit("booked", first)).is(201);
        ObjectNode moved = (ObjectNode) visit.json();
        moved.withArray("slot").removeAll().addObject().put("reference", "Slot/" + second);

        Answer answer = desk.put(moved, "If-Match", "W/\"1\"").is(200);

        slotIs("free", first);
        slotIs("busy", second);
        assertThat(answer.json().path("start").asText()).isEqualTo("2026-03-09T11:00:00Z");
        assertThat(answer.json().path("minutesDuration").asInt()).isEqualTo(20);
        assertThat(actors(answer)).containsExactly("Practitioner/berg", "Patient/anna");
    }

    @Test
    void keepsWhatAClientSaysOfTheTimeWhileTheSlotsStay() {
        Answer visit = desk.post(visit("booked", free())).is(201);
        ObjectNode said = ((ObjectNode) visit.json()).put("end", "2026-03-09T09:40:00+01:00");

        assertThat(desk.put(said, "If-Match", "W/\"1\"")
                        .is(200)
                        .json()
                        .path("end")
                        .asText())
                .isEqualTo("2026-03-09T09:40:00+01:00");
    }

    @Test
    void refusesASlotThatIsTaken() {
        String slot = free();
        desk.post(visit("booked", slot)).is(201);
        String other = free();
        Answer visit = desk.post(visit("booked", other)).is(201);

        desk.post(visit("booked", slot)).refused(422, "slot.taken");
        desk.post(visit("booked", free(), slot)).refused(422, "slot.taken");
        desk.patch(
                        "Appointment/" + visit.id(),
                        "[{\"op\":\"replace\",\"path\":\"/slot/0/reference\",\"value\":\"Slot/" + slot + "\"}]",
                        "If-Match",
                        "W/\"1\"")
                .refused(422, "slot.taken");

        slotIs("busy", slot);
        slotIs("busy", other);
        desk.get("Appointment/" + visit.id()).showsVersion("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy-unavailable", "entered-in-error"})
    void refusesASlotThatIsNotOffered(String status) {
        String slot = stored(slot(status, "lind", "2026-03-09T09:00:00Z", "2026-03-09T09:30:00Z"));

        desk.post(visit("booked", slot)).refused(422, "slot.taken");

        slotIs(status, slot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Slot/nowhere", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "Schedule/lind", "#here"})
    void refusesWhatIsNoSlotThatIsStored(String reference) {
        desk.post(visit("booked", reference)
                        .put("start", "2026-03-09T09:00:00Z")
                        .put("end", "2026-03-09T09:30:00Z"))
                .is(422);
    }

    @Test
    void leavesTheSlotsOfOtherServersAlone() {
        desk.post(visit("booked", "https://other.example.org/fhir/Slot/1")
                        .put("start", "2026-03-09T09:00:00Z")
                        .put("end", "2026-03-09T09:30:00Z"))
                .is(201);
    }

    @Test
    void knowsASlotByItsWholeAddressAndByAVersion() {
        String absolute = free();
        String versioned = free();
        desk.post(visit("booked", desk.base() + "/Slot/" + absolute)).is(201);
        desk.post(visit("booked", "Slot/" + versioned + "/_history/1")).is(201);

        slotIs("busy", absolute);
        slotIs("busy", versioned);
        desk.post(visit("booked", absolute)).refused(422, "slot.taken");
    }

    @Test
    void givesTheSlotOfADeletedAppointmentBack() {
        String slot = free();
        Answer visit = desk.post(visit("booked", slot)).is(201);

        desk.send("DELETE", "Appointment/" + visit.id(), "", "If-Match", "W/\"1\"")
                .is(200);

        slotIs("free", slot);
        desk.put(((ObjectNode) visit.json()).without("meta"), "If-None-Match", "*")
                .is(201);
        slotIs("busy", slot);
    }

    @Test
    void takesNothingWhenTheAppointmentIsRefused() {
        String slot = free();
        String other = free();
        Answer visit = desk.post(visit("booked", slot)).is(201);
        ObjectNode moved = (ObjectNode) visit.json();
        moved.withArray("slot").removeAll().addObject().put("reference", "Slot/" + other);

        desk.put(moved.deepCopy(), "If-Match", "W/\"7\"").is(412);
        desk.put(moved.deepCopy().put("status", "proposed"), "If-Match", "W/\"1\"")
                .refused(422, "status.transition");
        ObjectNode invalid = visit("booked", other);
        invalid.remove("participant");
        desk.post(invalid).is(422);

        slotIs("busy", slot);
        slotIs("free", other);
    }

    @Test
    void isOneWithTheTransactionAroundIt() {
        String slot = free();
        String other = later();
        ArrayNode entries = resource("Bundle").putArray("entry");
        entries.add(entry(visit("booked", slot))).add(entry(visit("booked", slot, other)));

        transaction(entries).refused(422, "slot.taken");
        slotIs("free", slot);
        slotIs("free", other);

        entries.remove(1);
        transaction(entries.add(entry(visit("booked", other)))).is(200);
        slotIs("busy", slot);
        slotIs("busy", other);
    }

    private static ObjectNode entry(ObjectNode visit) {
        ObjectNode entry = resource("x").removeAll();
        entry.set("resource", visit);
        entry.putObject("request").put("method", "POST").put("url", "Appointment");
        return entry;
    }

    private static Answer transaction(ArrayNode entries) {
        ObjectNode bundle = resource("Bundle").put("type", "transaction");
        bundle.set("entry", entries);
        return desk.send("POST", "", bundle.toString(), "Content-Type", FHIR);
    }

    @Test
    void letsNobodySayWhichSlotsAreHeld() {
        String slot = free();
        ObjectNode stored = (ObjectNode) desk.get("Slot/" + slot).json();
        desk.put(stored.deepCopy().put("status", "busy")).refused(422, "slot.held");
        desk.put(stored.deepCopy().put("status", "busy-unavailable")).is(200);
        desk.put(stored.deepCopy().put("status", "free")).is(200);
        desk.put(slot("busy", "lind", "2026-03-09T09:00:00Z", "2026-03-09T09:30:00Z"))
                .refused(422, "slot.held");
        Answer visit = desk.post(visit("booked", slot)).is(201);
        ObjectNode held = (ObjectNode) desk.get("Slot/" + slot).json();

        desk.put(held.deepCopy().put("status", "free")).refused(422, "slot.held");
        desk.put(held.deepCopy().put("start", "2026-03-09T08:00:00Z")).refused(422, "slot.held");
        desk.put(held.deepCopy().put("end", "2026-03-09T10:00:00Z")).refused(422, "slot.held");
        desk.put(held.deepCopy().put("comment", "by the window")).is(200);
        desk.send("DELETE", "Slot/" + slot, "").refused(422, "slot.held");

        turn(visit, "cancelled").is(200);
        desk.put(((ObjectNode) desk.get("Slot/" + slot).json()).put("start", "2026-03-09T08:00:00+01:00"))
                .is(200);
    }
}
