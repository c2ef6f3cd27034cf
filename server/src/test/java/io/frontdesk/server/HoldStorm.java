package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Sixteen clients, on one node or several, who want overlapping time of one practitioner: some hold it, some book it, some simply
 * store a visit. One of them has it, and nothing of the others is stored.
 */
final class HoldStorm {

    private static final String FHIR = "application/fhir+json";
    /** The time is taken, or its Slot is, or somebody else was at it. */
    private static final Set<Integer> REFUSED = Set.of(409, 412, 422, 423);

    private final List<Rest> nodes;

    /** Takes the nodes, all of which serve core on one store. */
    HoldStorm(List<TestServer> servers) {
        nodes = servers.stream()
                .map(server -> new Rest(
                        server.base("core"),
                        server.token(
                                "Appointment.*",
                                "Appointment$hold",
                                "Appointment$book",
                                "Patient.*",
                                "Practitioner.*",
                                "Slot.*",
                                "Schedule.*")))
                .toList();
        nodes.get(0).put(Rest.fixture("patient.json").put("id", "anna"));
    }

    /** Time that is free is held or booked once. */
    void oneTakesFreeTime(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String doctor = stored("Practitioner", "");
            String schedule = stored("Schedule", ",\"actor\":[{\"reference\":\"Practitioner/" + doctor + "\"}]");
            String early = slot(schedule, "09:00", "09:30");
            String late = slot(schedule, "09:15", "09:45");

            List<Answer> answers = Race.atOnce(client -> switch (client % 4) {
                case 0 -> call(node(client), "$hold", "proposed-" + early);
                case 1 -> call(node(client), "$book", "proposed-" + early);
                case 2 -> call(node(client), "$hold", "proposed-" + late);
                default -> node(client).post(visit(doctor));
            });

            assertThat(won(answers)).as("who has the time").isEqualTo(1);
            JsonNode found = nodes.get(nodes.size() - 1)
                    .get("Appointment?practitioner=Practitioner/" + doctor)
                    .is(200)
                    .json()
                    .path("entry");
            assertThat(found).as("what is stored").hasSize(1);
            String taken = found.at("/0/resource/slot/0/reference").asText();
            for (String slot : List.of(early, late)) {
                JsonNode stored = nodes.get(0).get("Slot/" + slot).is(200).json();
                assertThat(stored.path("status").asText().equals("free"))
                        .as("Slot that was not taken is free")
                        .isEqualTo(!taken.equals("Slot/" + slot));
            }
        }
    }

    /** What is held is booked once. */
    void oneBooksWhatIsHeld() throws InterruptedException {
        String doctor = stored("Practitioner", "");
        String schedule = stored("Schedule", ",\"actor\":[{\"reference\":\"Practitioner/" + doctor + "\"}]");
        String slot = slot(schedule, "09:00", "09:30");
        String held = call(nodes.get(0), "$hold", "proposed-" + slot)
                .is(200)
                .json()
                .at("/entry/0/resource/id")
                .asText();

        List<Answer> answers = Race.atOnce(client -> call(node(client), "$book", held));

        assertThat(won(answers)).as("who has booked it").isEqualTo(1);
        JsonNode booked = nodes.get(nodes.size() - 1)
                .get("Appointment/" + held)
                .is(200)
                .showsVersion("2")
                .json();
        assertThat(booked.path("status").asText()).isEqualTo("booked");
        assertThat(nodes.get(0)
                        .get("Slot/" + slot)
                        .is(200)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("busy");
    }

    private static long won(List<Answer> answers) {
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.status() < 300 || REFUSED.contains(answer.status()))
                        .as(answer.status() + answer.text())
                        .isTrue());
        return answers.stream().filter(answer -> answer.status() < 300).count();
    }

    private Rest node(int client) {
        return nodes.get(client / 4 % nodes.size());
    }

    private String slot(String schedule, String from, String to) {
        return stored(
                "Slot",
                ",\"schedule\":{\"reference\":\"Schedule/" + schedule
                        + "\"},\"status\":\"free\",\"start\":\"2026-03-09T" + from + ":00Z\",\"end\":\"2026-03-09T" + to
                        + ":00Z\"");
    }

    private String stored(String type, String more) {
        String id = UUID.randomUUID().toString();
        String body = "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"" + more + "}";
        nodes.get(0).send("PUT", type + "/" + id, body, "Content-Type", FHIR).is(201);
        return id;
    }

    private static Answer call(Rest node, String operation, String appointment) {
        String named = "{\"name\":\"appt-id\",\"valueUri\":\"Appointment/" + appointment + "\"}";
        return node.send(
                "POST",
                "Appointment/" + operation,
                "{\"resourceType\":\"Parameters\",\"parameter\":[" + named + "]}",
                "Content-Type",
                FHIR);
    }

    private static ObjectNode visit(String doctor) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("start", "2026-03-09T09:10:00Z")
                .put("end", "2026-03-09T09:20:00Z");
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + doctor);
        return visit;
    }
}
