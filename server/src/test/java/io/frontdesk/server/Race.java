package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Sixteen clients who change one appointment at the same time, by PUT and by PATCH in turn. */
final class Race {

    static final int CLIENTS = 16;
    static final Set<Integer> LOST = Set.of(409, 412, 423);

    private Race() {}

    /** All clients saw the same version: one of them changes it, and the others are told. */
    static void oneWinnerPerVersion(TestServer server, int rounds) throws InterruptedException {
        oneWinnerPerVersion(List.of(server), rounds);
    }

    /** The same over several nodes. */
    static void oneWinnerPerVersion(List<TestServer> nodes, int rounds) throws InterruptedException {
        List<Rest> desks = nodes.stream()
                .map(node -> new Rest(node.base("core"), node.token("Appointment.*", "Patient.*")))
                .toList();
        Rest desk = desks.get(0);
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        String id = desk.post(Rest.fixture("core-appointment.json")).is(201).id();

        for (int round = 1; round <= rounds; round++) {
            String seen = "W/\"" + round + "\"";
            List<Answer> answers = atOnce(client -> change(
                    desks.get(client / 2 % desks.size()), "core-appointment.json", id, client, "If-Match", seen));

            assertThat(answers)
                    .as("round %d", round)
                    .allSatisfy(answer -> assertThat(answer.status() == 200 || LOST.contains(answer.status()))
                            .as(answer.status() + answer.text())
                            .isTrue());
            List<Answer> won =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(won).as("winners of round %d", round).hasSize(1);
            won.get(0).showsVersion(String.valueOf(round + 1));
            Answer stored = desk.get("Appointment/" + id).is(200).showsVersion(String.valueOf(round + 1));
            assertThat(stored.json().path("description"))
                    .isEqualTo(won.get(0).json().path("description"));
        }
        for (int version = 1; version <= rounds + 1; version++) {
            desk.get("Appointment/" + id + "/_history/" + version).is(200).showsVersion(String.valueOf(version));
        }
        desk.get("Appointment/" + id + "/_history/" + (rounds + 2)).refused(404, "request.not-found");
    }

    /** No client names a version: who is told 200 made a version that can be read, and nobody meets an error. */
    static void nothingLostWithoutVersions(TestServer server, int rounds) throws InterruptedException {
        Rest nurse = new Rest(
                server.base("ehealth-dk"),
                server.token(Map.of("user_type", "SYSTEM"), "Appointment.*", "Patient.update"));
        nurse.put(Rest.fixture("patient.json").put("id", "257"));
        String id = nurse.post(Rest.fixture("dk-appointment.json")).is(201).id();

        Map<Integer, String> told = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Answer answer : atOnce(client -> change(nurse, "dk-appointment.json", id, client))) {
                assertThat(answer.status() == 200 || LOST.contains(answer.status()))
                        .as(answer.status() + answer.text())
                        .isTrue();
                if (answer.status() == 200) {
                    String before = told.put(
                            Integer.valueOf(answer.version()),
                            answer.json().path("description").asText());
                    assertThat(before)
                            .as("version %s told twice", answer.version())
                            .isNull();
                }
            }
        }
        assertThat(told).as("somebody gets through").hasSizeGreaterThanOrEqualTo(rounds);
        assertThat(nurse.get("Appointment/" + id).is(200).version()).isEqualTo(String.valueOf(told.size() + 1));
        told.forEach((version, description) -> assertThat(nurse.get("Appointment/" + id + "/_history/" + version)
                        .is(200)
                        .json()
                        .path("description")
                        .asText())
                .isEqualTo(description));
    }

    private static Answer change(Rest caller, String fixture, String id, int client, String... headers) {
        String mark = "client " + client + " at " + System.nanoTime();
        if (client % 2 == 0) {
            ObjectNode resource = Rest.fixture(fixture).put("id", id).put("description", mark);
            return caller.put(resource, headers);
        }
        String patch = "[{\"op\":\"add\",\"path\":\"/description\",\"value\":\"" + mark + "\"}]";
        return caller.patch("Appointment/" + id, patch, headers);
    }

    /** Lets each client send its request at the same moment; what they send may not fail to get any answer. */
    static List<Answer> atOnce(IntFunction<Answer> change) throws InterruptedException {
        return atOnce(CLIENTS, change);
    }

    /** Lets so many clients send their requests at the same moment. */
    static List<Answer> atOnce(int number, IntFunction<Answer> change) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CyclicBarrier start = new CyclicBarrier(number);
        try {
            List<Callable<Answer>> clients = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int client = i;
                clients.add(() -> {
                    start.await();
                    return change.apply(client);
                });
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(clients)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }
}
