package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients who write without a rest while a node is killed. Two share an appointment, on two nodes, and move it; in between each
 * books two visits in one transaction. A client whose node is gone goes on with the next one, if there is any. They remember what
 * they were told, and afterwards all of that must be stored, and nothing by halves.
 */
final class NodeLoad {

    private static final int CLIENTS = 12;
    private static final int WRITES = 20;
    private static final int MOST_ATTEMPTS = 400;
    private static final String FHIR = "application/fhir+json";
    private static final Instant MORNING = Instant.parse("2026-03-09T08:00:00Z");
    /** The version was not the current one, or somebody else was at it. */
    private static final Set<Integer> AGAIN = Set.of(409, 412, 423);

    private record Told(String id, int version, String description) {}

    private final List<Rest> nodes;
    private final Runnable kill;
    private final List<String> doctors = new ArrayList<>();
    private final List<String> visits = new ArrayList<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    /** The transactions that were sent, by what they say, and whether they were acknowledged. */
    private final Map<String, Boolean> pairs = new ConcurrentHashMap<>();

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean killed = new AtomicBoolean();

    /** Takes the nodes, all of which serve core on one store, and how the first one is killed. */
    NodeLoad(List<TestServer> servers, Runnable kill) {
        this.kill = kill;
        nodes = servers.stream().map(NodeLoad::desk).toList();
        nodes.get(0).put(Rest.fixture("patient.json").put("id", "anna"));
        for (int client = 0; client < CLIENTS; client++) {
            String doctor = UUID.randomUUID().toString();
            ObjectNode practitioner = Rest.fixture("patient.json")
                    .put("resourceType", "Practitioner")
                    .put("id", doctor);
            nodes.get(0).put(practitioner).is(201);
            doctors.add(doctor);
            if (client % 2 == 0) {
                visits.add(nodes.get(0).post(visit(doctor, 0, "new")).is(201).id());
            }
        }
    }

    private static Rest desk(TestServer server) {
        return new Rest(server.base("core"), server.token("Appointment.*", "Patient.*", "Practitioner.*"));
    }

    /** Writes; the first node is killed after a third of it. Returns how many writes were acknowledged. */
    int run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(() -> {
                write(number);
                return null;
            });
        }
        try {
            for (Future<Void> done : threads.invokeAll(clients)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
        assertThat(killed).isTrue();
        return acknowledged.get();
    }

    private void write(int client) {
        int node = client % nodes.size();
        int done = 0;
        for (int attempt = 0; done < WRITES && node < nodes.size(); attempt++) {
            assertThat(attempt).as("attempts of client %d", client).isLessThan(MOST_ATTEMPTS);
            try {
                boolean through =
                        done % 5 == 4 ? book(nodes.get(node), client, done) : move(nodes.get(node), client, done);
                if (through) {
                    done++;
                    if (acknowledged.incrementAndGet() * 3 > CLIENTS * WRITES && killed.compareAndSet(false, true)) {
                        kill.run();
                    }
                }
            } catch (AssertionError e) {
                if (!(e.getCause() instanceof IOException) || !killed.get()) {
                    throw e;
                }
                // The first node is gone, and whatever it was about to answer.
                node = node == 0 ? 1 : nodes.size();
            }
        }
        assertThat(done == WRITES || node == nodes.size() && nodes.size() == 1)
                .as("client %d did %d writes", client, done)
                .isTrue();
    }

    private boolean move(Rest node, int client, int number) {
        String id = visits.get(client / 2);
        int version = Integer.parseInt(node.get("Appointment/" + id).is(200).version());
        String description = "client " + client + " write " + number;
        ObjectNode moved = visit(doctors.get(client / 2 * 2), (client * WRITES + number) % 400, description);
        Answer answer = node.put(moved.put("id", id), "If-Match", "W/\"" + version + "\"");
        if (AGAIN.contains(answer.status())) {
            return false;
        }
        answer.is(200);
        told.add(new Told(id, Integer.parseInt(answer.version()), description));
        return true;
    }

    private boolean book(Rest node, int client, int number) {
        String mark = UUID.randomUUID().toString();
        pairs.put(mark, false);
        // Each attempt has time of its own: one that nobody has answered may have been stored.
        int minute = 600 + 20 * pairs.size();
        Answer answer = node.send(
                "POST",
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                        + entry(visit(doctors.get(client), minute + 10_000 * client, mark))
                        + ","
                        + entry(visit(doctors.get(client), minute + 10 + 10_000 * client, mark)) + "]}",
                "Content-Type",
                FHIR);
        if (AGAIN.contains(answer.status())) {
            return false;
        }
        answer.is(200);
        pairs.put(mark, true);
        return true;
    }

    private static String entry(ObjectNode visit) {
        visit.putArray("identifier")
                .addObject()
                .put("value", visit.path("description").asText());
        return "{\"resource\":" + visit + ",\"request\":{\"method\":\"POST\",\"url\":\"Appointment\"}}";
    }

    private static ObjectNode visit(String doctor, int minute, String description) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("description", description)
                .put("start", MORNING.plus(Duration.ofMinutes(minute)).toString())
                .put("end", MORNING.plus(Duration.ofMinutes(minute + 5)).toString());
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + doctor);
        return visit;
    }

    /** All that was acknowledged is there, in versions without a gap, and of each transaction all or nothing. */
    void assertNothingLost(TestServer server) {
        Rest desk = desk(server);
        for (String id : visits) {
            Map<Integer, String> history = history(desk, id);
            int last = history.size();
            assertThat(history.keySet()).last().as("versions of %s", id).isEqualTo(last);
            told.stream()
                    .filter(one -> one.id().equals(id))
                    .forEach(one -> assertThat(history).containsEntry(one.version(), one.description()));
            Answer stored = desk.get("Appointment/" + id).is(200).showsVersion(String.valueOf(last));
            // Whoever held it is dead, and so is the lock.
            desk.put(
                            ((ObjectNode) stored.json()).put("comment", "now version " + (last + 1)),
                            "If-Match",
                            "W/\"" + last + "\"")
                    .is(200);
        }
        pairs.forEach((mark, acknowledgedPair) -> {
            int found = desk.get("Appointment?identifier=" + mark)
                    .is(200)
                    .json()
                    .path("entry")
                    .size();
            assertThat(found).as("visits of transaction %s", mark).isIn(acknowledgedPair ? Set.of(2) : Set.of(0, 2));
        });
    }

    private static Map<Integer, String> history(Rest desk, String id) {
        Map<Integer, String> versions = new TreeMap<>();
        for (JsonNode entry : desk.get("Appointment/" + id + "/_history?_count=500")
                .is(200)
                .json()
                .path("entry")) {
            versions.put(
                    entry.at("/resource/meta/versionId").asInt(),
                    entry.at("/resource/description").asText());
        }
        return versions;
    }

    /** What the index of bookings says is what the stored appointments say. */
    void assertBookingsAgree(TestServer server, Connection database) throws SQLException {
        Rest desk = desk(server);
        Map<String, List<Long>> stored = new TreeMap<>();
        for (String doctor : doctors) {
            for (JsonNode entry : desk.get("Appointment?_count=500&practitioner=Practitioner/" + doctor)
                    .is(200)
                    .json()
                    .path("entry")) {
                stored.put(
                        "Appointment/" + entry.at("/resource/id").asText(),
                        List.of(millis(entry.at("/resource/start")), millis(entry.at("/resource/end"))));
            }
        }
        Map<String, List<Long>> booked = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select appointment, starts, ends from frontdesk_core.frontdesk_booking where actor <> ''")) {
            while (rows.next()) {
                booked.put(rows.getString(1), List.of(rows.getLong(2), rows.getLong(3)));
            }
        }
        assertThat(booked).containsAllEntriesOf(stored);
        assertThat(stored).as("appointments of the load").hasSizeGreaterThan(visits.size());
    }

    private static long millis(JsonNode instant) {
        return OffsetDateTime.parse(instant.asText()).toInstant().toEpochMilli();
    }
}
