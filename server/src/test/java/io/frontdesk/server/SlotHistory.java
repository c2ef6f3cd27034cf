package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appointments that come, go and move among few Slots, by requests of which many fail. Whatever has happened, the stored
 * Slots are in step with the stored appointments.
 */
final class SlotHistory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> HELD = Map.of(
            "pending",
            "busy-tentative",
            "booked",
            "busy",
            "arrived",
            "busy",
            "checked-in",
            "busy",
            "fulfilled",
            "busy");
    private static final List<String> STATUSES = List.of(
            "pending", "booked", "arrived", "checked-in", "fulfilled", "cancelled", "noshow", "entered-in-error");
    private static final Set<Integer> EXPECTED = Set.of(200, 201, 204, 404, 409, 410, 412, 422, 423);

    private final List<Rest> desks;
    private final List<String> slots = new ArrayList<>();
    private final List<String> visits = new ArrayList<>();

    /** Takes the nodes' clients, and stores free Slots. */
    SlotHistory(List<Rest> desks, int slots) {
        this.desks = List.copyOf(desks);
        Rest desk = desks.get(0);
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        ObjectNode schedule =
                JSON.createObjectNode().put("resourceType", "Schedule").put("id", "desk");
        schedule.putArray("actor").addObject().put("reference", "Patient/anna");
        desk.put(schedule);
        for (int i = 0; i < slots; i++) {
            ObjectNode slot =
                    JSON.createObjectNode().put("resourceType", "Slot").put("status", "free");
            slot.putObject("schedule").put("reference", "Schedule/desk");
            String hour = "2026-03-%02dT%02d:".formatted(1 + i / 9, 8 + i % 9);
            slot.put("start", hour + "00:00Z").put("end", hour + "30:00Z");
            String id = UUID.randomUUID().toString();
            desk.put(slot.put("id", id)).is(201);
            this.slots.add(id);
        }
    }

    /** A client of a node that serves core, who may do all that happens here. */
    static Rest desk(TestServer node) {
        return new Rest(
                node.base("core"),
                node.token("Appointment.*", "Patient.*", "Slot.*", "Schedule.*", "transaction", "Appointment.delete"));
    }

    /** Sixteen clients act at once on few Slots, round by round; afterwards all is in step. */
    static void race(List<Rest> desks, int rounds) throws InterruptedException {
        SlotHistory history = new SlotHistory(desks, 7);
        AtomicInteger number = new AtomicInteger();
        for (int round = 0; round < rounds; round++) {
            Race.atOnce(client -> history.act(new Random(number.incrementAndGet()), client));
            history.assertInStep();
        }
    }

    /** Does something, which may be refused but must not fail. */
    Answer act(Random random, int client) {
        Rest desk = desks.get(client % desks.size());
        Answer answer = act(desk, random);
        assertThat(answer.status()).as(answer.text()).isIn(EXPECTED);
        return answer;
    }

    private Answer act(Rest desk, Random random) {
        int kind = random.nextInt(10);
        if (kind < 4 || known(random).isEmpty()) {
            return book(desk, random);
        }
        String id = known(random);
        Answer stored = desk.get("Appointment/" + id);
        if (stored.status() != 200) {
            return stored;
        }
        String version = random.nextInt(6) == 0 ? "W/\"99\"" : stored.header("ETag");
        return switch (kind) {
            case 4 -> desk.send("DELETE", "Appointment/" + id, "", "If-Match", version);
            case 5, 6 -> move(desk, (ObjectNode) stored.json(), version, random);
            default ->
                desk.patch(
                        "Appointment/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"%s\"}]"
                                .formatted(STATUSES.get(random.nextInt(STATUSES.size()))),
                        "If-Match",
                        version);
        };
    }

    private Answer book(Rest desk, Random random) {
        if (random.nextInt(3) == 0) {
            ObjectNode bundle =
                    JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
            for (int i = 0; i < 2; i++) {
                ObjectNode entry = bundle.withArray("entry").addObject();
                entry.set("resource", visit(random));
                entry.putObject("request").put("method", "POST").put("url", "Appointment");
            }
            Answer answer = desk.send("POST", "", bundle.toString(), "Content-Type", "application/fhir+json");
            if (answer.status() == 200) {
                answer.json()
                        .path("entry")
                        .forEach(each -> remember(
                                each.path("response").path("location").asText().split("/")[1]));
            }
            return answer;
        }
        Answer answer = desk.post(visit(random));
        if (answer.status() == 201) {
            remember(answer.id());
        }
        return answer;
    }

    private ObjectNode visit(Random random) {
        ObjectNode visit = Rest.fixture("core-appointment.json");
        visit.put("status", random.nextInt(3) == 0 ? "pending" : "booked");
        return slots(visit, random);
    }

    private Answer move(Rest desk, ObjectNode visit, String version, Random random) {
        return desk.put(slots(visit, random), "If-Match", version);
    }

    private ObjectNode slots(ObjectNode visit, Random random) {
        visit.remove("slot");
        for (int i = random.nextInt(3); i >= 0; i--) {
            visit.withArray("slot").addObject().put("reference", "Slot/" + slots.get(random.nextInt(slots.size())));
        }
        return visit;
    }

    private synchronized void remember(String id) {
        visits.add(id);
    }

    private synchronized String known(Random random) {
        return visits.isEmpty() ? "" : visits.get(random.nextInt(visits.size()));
    }

    /** Asserts that Slots are held exactly as the stored appointments say, each by one of them. */
    void assertInStep() {
        Rest desk = desks.get(0);
        Map<String, String> wanted = new TreeMap<>();
        slots.forEach(slot -> wanted.put(slot, "free"));
        Map<String, String> holders = new HashMap<>();
        for (String id : visits) {
            Answer visit = desk.get("Appointment/" + id);
            String status = visit.json().path("status").asText();
            if (visit.status() == 200 && HELD.containsKey(status)) {
                for (JsonNode each : visit.json().path("slot")) {
                    String slot = each.path("reference").asText().substring("Slot/".length());
                    String other = holders.put(slot, id);
                    assertThat(other == null || other.equals(id))
                            .as("two hold %s", slot)
                            .isTrue();
                    wanted.put(slot, HELD.get(status));
                }
            }
        }
        Map<String, String> stored = new TreeMap<>();
        slots.forEach(slot -> stored.put(
                slot, desk.get("Slot/" + slot).is(200).json().path("status").asText()));
        assertThat(stored).isEqualTo(wanted);
    }
}
