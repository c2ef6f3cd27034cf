package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Sixty-four clients who all want one practitioner in one morning, on one node or several. Whatever comes of it, nobody is
 * booked twice, and nobody was sent away for nothing.
 */
final class BookingStorm {

    private static final int CLIENTS = 64;
    private static final int MINUTES = 240;
    private static final int LONGEST = 45;
    private static final Instant MORNING = Instant.parse("2026-03-09T08:00:00Z");
    private static final String FHIR = "application/fhir+json";

    private record Span(int from, int to) {

        static Span within(Random random) {
            int from = random.nextInt(MINUTES - LONGEST);
            return new Span(from, from + 5 + random.nextInt(LONGEST - 5));
        }

        /** Time of the client's own, which nobody else asks for. */
        static Span apart(int client) {
            return new Span(MINUTES + client, MINUTES + client + 1);
        }

        boolean overlaps(Span other) {
            return from < other.to && other.from < to;
        }
    }

    private enum Part {
        CANCELS,
        MOVES,
        CREATES;

        /** Of eight clients one cancels, two move what they have into the morning, and five create. */
        static Part of(int client) {
            return client % 8 == 0 ? CANCELS : client % 8 < 3 ? MOVES : CREATES;
        }
    }

    private final List<Rest> nodes;

    /** Takes the nodes, all of which serve core on one store. */
    BookingStorm(List<TestServer> servers) {
        nodes = servers.stream()
                .map(server ->
                        new Rest(server.base("core"), server.token("Appointment.*", "Patient.*", "Practitioner.*")))
                .toList();
        nodes.get(0).put(Rest.fixture("patient.json").put("id", "anna"));
    }

    /** All want one practitioner, and each round has another one. */
    void overOne(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String doctor = doctor();
            Random random = new Random(round);
            List<Span> wanted = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                wanted.add(Span.within(random));
                ids.add(Part.of(client) == Part.CREATES ? "" : book(client, doctor));
            }

            List<Answer> answers =
                    Race.atOnce(CLIENTS, client -> send(client, ids.get(client), wanted.get(client), doctor));

            List<Span> stored = stored(doctor);
            nobodyTwice(stored);
            for (int client = 0; client < CLIENTS; client++) {
                told(client, answers.get(client), wanted.get(client), stored);
            }
        }
    }

    /** Each wants two practitioners, one visit each in one transaction, in this order or the other: nobody waits for ever. */
    void overTwo(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            List<String> doctors = List.of(doctor(), doctor());
            Random random = new Random(round);
            List<Span> wanted = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                wanted.add(Span.within(random));
            }

            List<Answer> answers = Race.atOnce(
                    CLIENTS,
                    client -> node(client)
                            .send(
                                    "POST",
                                    "",
                                    bundle(
                                            visit(wanted.get(client), doctors.get(client % 2)),
                                            visit(wanted.get(client), doctors.get(1 - client % 2))),
                                    "Content-Type",
                                    FHIR));

            List<Span> stored = stored(doctors.get(0));
            nobodyTwice(stored);
            assertThat(stored(doctors.get(1))).as("both or none").containsExactlyInAnyOrderElementsOf(stored);
            for (int client = 0; client < CLIENTS; client++) {
                told(client, answers.get(client), wanted.get(client), stored);
            }
        }
    }

    private String doctor() {
        String id = UUID.randomUUID().toString();
        nodes.get(0)
                .send(
                        "PUT",
                        "Practitioner/" + id,
                        "{\"resourceType\":\"Practitioner\",\"id\":\"" + id + "\"}",
                        "Content-Type",
                        FHIR)
                .is(201);
        return id;
    }

    private String book(int client, String doctor) {
        return node(client).post(visit(Span.apart(client), doctor)).is(201).id();
    }

    private Rest node(int client) {
        return nodes.get(client / 8 % nodes.size());
    }

    private Answer send(int client, String id, Span span, String doctor) {
        return switch (Part.of(client)) {
            case CANCELS -> put(client, id, visit(Span.apart(client), doctor).put("status", "cancelled"));
            case MOVES -> put(client, id, visit(span, doctor));
            case CREATES -> node(client).post(visit(span, doctor));
        };
    }

    private Answer put(int client, String id, ObjectNode visit) {
        return node(client).put(visit.put("id", id), "If-Match", "W/\"1\"");
    }

    private static ObjectNode visit(Span span, String doctor) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("start", MORNING.plus(Duration.ofMinutes(span.from())).toString())
                .put("end", MORNING.plus(Duration.ofMinutes(span.to())).toString());
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + doctor);
        return visit;
    }

    private static String bundle(ObjectNode first, ObjectNode second) {
        String entry = "{\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"Appointment\"}}";
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entry.formatted(first) + ","
                + entry.formatted(second) + "]}";
    }

    private static void nobodyTwice(List<Span> stored) {
        for (int i = 0; i < stored.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(stored.get(i).overlaps(stored.get(j)))
                        .as("%s and %s", stored.get(i), stored.get(j))
                        .isFalse();
            }
        }
    }

    private static void told(int client, Answer answer, Span wanted, List<Span> stored) {
        if (answer.status() < 300) {
            assertThat(Part.of(client) == Part.CANCELS || stored.contains(wanted))
                    .as("what client %d was told, who wanted %s", client, wanted)
                    .isTrue();
            return;
        }
        answer.refused(422, "booking.overlap");
        assertThat(stored)
                .as("what stands against client %d, who wanted %s", client, wanted)
                .anyMatch(wanted::overlaps);
    }

    private List<Span> stored(String doctor) {
        List<Span> stored = new ArrayList<>();
        JsonNode found = nodes.get(nodes.size() - 1)
                .get("Appointment?_count=200&status=booked&practitioner=Practitioner/" + doctor)
                .is(200)
                .json();
        for (JsonNode entry : found.path("entry")) {
            stored.add(new Span(minute(entry.at("/resource/start")), minute(entry.at("/resource/end"))));
        }
        assertThat(stored).isNotEmpty();
        return stored;
    }

    private static int minute(JsonNode instant) {
        return (int)
                Duration.between(MORNING, OffsetDateTime.parse(instant.asText()).toInstant())
                        .toMinutes();
    }
}
