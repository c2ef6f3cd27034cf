package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Sixteen clients who change the same appointments by transactions at the same time. */
final class BundleRace {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BundleRace() {}

    /** All transactions name the same version: one is carried out whole, and nothing of the others is stored. */
    static void oneTransactionWinsWhole(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        String id = desk.post(visit("first")).is(201).id();
        for (int round = 1; round <= rounds; round++) {
            String seen = "W/\"" + round + "\"";
            List<String> marks = marks();
            List<Answer> answers = Race.atOnce(client -> {
                ObjectNode bundle = bundle();
                create(bundle, marks.get(client));
                update(bundle, id, marks.get(client)).put("ifMatch", seen);
                return send(desk, bundle);
            });

            String winner = "";
            for (int client = 0; client < answers.size(); client++) {
                Answer answer = answers.get(client);
                boolean won = answer.status() == 200;
                assertThat(won || Race.LOST.contains(answer.status()))
                        .as(answer.status() + answer.text())
                        .isTrue();
                assertThat(found(desk, marks.get(client)))
                        .as("what client %d created, told %s", client, answer.text())
                        .isEqualTo(won ? 1 : 0);
                if (won) {
                    assertThat(winner).as("second winner of round %d", round).isEmpty();
                    winner = marks.get(client);
                }
            }
            Answer stored = desk.get("Appointment/" + id).is(200).showsVersion(String.valueOf(round + 1));
            assertThat(stored.json().path("description").asText()).isEqualTo(winner);
        }
    }

    /** Transactions over two appointments in opposite order, without versions: nobody waits for ever, and none is half done. */
    static void crossingTransactionsAreWhole(List<TestServer> nodes, int rounds) throws InterruptedException {
        List<Rest> desks = nodes.stream().map(node -> desk(node, "lenient")).toList();
        Rest desk = desks.get(0);
        String left = desk.post(visit("first")).is(201).id();
        String right = desk.post(visit("first")).is(201).id();
        int done = 0;
        for (int round = 0; round < rounds; round++) {
            List<String> marks = marks();
            List<Answer> answers = Race.atOnce(client -> {
                ObjectNode bundle = bundle();
                update(bundle, client % 2 == 0 ? left : right, marks.get(client));
                update(bundle, client % 2 == 0 ? right : left, marks.get(client));
                return send(desks.get(client / 2 % desks.size()), bundle);
            });

            done += done(answers);
            Answer one = desk.get("Appointment/" + left).is(200).showsVersion(String.valueOf(done + 1));
            Answer two = desk.get("Appointment/" + right).is(200).showsVersion(String.valueOf(done + 1));
            assertThat(one.json().path("description")).isEqualTo(two.json().path("description"));
        }
        assertThat(done).as("somebody gets through each time").isGreaterThanOrEqualTo(rounds);
    }

    /**
     * The same among changes of one of the two appointments, with a version and without one; all of them move what they change, so
     * that they wait for the practitioner too.
     */
    static void crossingTransactionsAmongOthersAreWhole(List<TestServer> nodes, int rounds)
            throws InterruptedException {
        List<Rest> desks = nodes.stream().map(node -> desk(node, "lenient")).toList();
        Rest desk = desks.get(0);
        String doctor = UUID.randomUUID().toString();
        ObjectNode practitioner = JSON.createObjectNode().put("resourceType", "Practitioner");
        desk.put(practitioner.put("id", doctor)).is(201);
        String left = desk.post(moved(doctor, "10", 0)).is(201).id();
        String right = desk.post(moved(doctor, "11", 0)).is(201).id();
        int ofLeft = 1;
        int ofRight = 1;
        for (int round = 0; round < rounds; round++) {
            String seen = desk.get("Appointment/" + left).is(200).version();
            int minute = 1 + round * Race.CLIENTS;
            List<Answer> answers = Race.atOnce(client -> {
                Rest node = desks.get(client / 2 % desks.size());
                ObjectNode toLeft = moved(doctor, "10", minute + client).put("id", left);
                ObjectNode toRight = moved(doctor, "11", minute + client).put("id", right);
                return switch (client % 4) {
                    case 0 -> send(node, updates(toLeft, toRight));
                    case 1 -> send(node, updates(toRight, toLeft));
                    case 2 -> node.put(toLeft);
                    default -> node.put(toLeft, "If-Match", "W/\"" + seen + "\"");
                };
            });

            ofLeft += done(answers);
            for (int client = 0; client < answers.size(); client++) {
                ofRight += client % 4 < 2 && answers.get(client).status() == 200 ? 1 : 0;
            }
            desk.get("Appointment/" + left).is(200).showsVersion(String.valueOf(ofLeft));
            desk.get("Appointment/" + right).is(200).showsVersion(String.valueOf(ofRight));
        }
        assertThat(ofRight).as("some transaction gets through").isGreaterThan(1);
    }

    private static int done(List<Answer> answers) {
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.status() == 200 || Race.LOST.contains(answer.status()))
                        .as(answer.status() + answer.text())
                        .isTrue());
        return (int) answers.stream().filter(answer -> answer.status() == 200).count();
    }

    private static ObjectNode updates(ObjectNode first, ObjectNode second) {
        ObjectNode bundle = bundle();
        entry(bundle, "PUT", "Appointment/" + first.path("id").asText(), first);
        entry(bundle, "PUT", "Appointment/" + second.path("id").asText(), second);
        return bundle;
    }

    /** A visit of a minute on that day of March. */
    private static ObjectNode moved(String doctor, String day, int minute) {
        Instant start = Instant.parse("2026-03-" + day + "T08:00:00Z").plus(Duration.ofMinutes(minute));
        ObjectNode visit = visit("moved to minute " + minute)
                .put("start", start.toString())
                .put("end", start.plus(Duration.ofMinutes(1)).toString());
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + doctor);
        return visit;
    }

    /** Transactions with the same conditional create: one patient is stored, and all appointments are for it. */
    static void transactionsShareWhatTheyCreateOnCondition(TestServer server, int rounds) throws InterruptedException {
        Rest desk = desk(server, "core");
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<String> marks = marks();
            List<Answer> answers = Race.atOnce(client -> {
                ObjectNode bundle = bundle();
                String patient = "urn:uuid:" + UUID.randomUUID();
                create(bundle, marks.get(client));
                ObjectNode entry = entry(bundle, "POST", "Patient", patient(number));
                entry.put("fullUrl", patient);
                ((ObjectNode) entry.path("request")).put("ifNoneExist", "identifier=" + number);
                ((ObjectNode) bundle.at("/entry/0/resource/participant/0/actor")).put("reference", patient);
                return send(desk, bundle);
            });

            assertThat(answers).allSatisfy(answer -> answer.is(200));
            String patient = onlyPatient(desk, number);
            assertThat(marks)
                    .allSatisfy(mark -> assertThat(desk.get("Appointment?identifier=" + mark)
                                    .is(200)
                                    .json()
                                    .at("/entry/0/resource/participant/0/actor/reference")
                                    .asText())
                            .isEqualTo("Patient/" + patient));
        }
    }

    private static String onlyPatient(Rest desk, String number) {
        var found = desk.get("Patient?identifier=" + number).is(200).json().path("entry");
        assertThat(found).hasSize(1);
        return found.at("/0/resource/id").asText();
    }

    private static List<String> marks() {
        List<String> marks = new ArrayList<>();
        for (int client = 0; client < Race.CLIENTS; client++) {
            marks.add(UUID.randomUUID().toString());
        }
        return marks;
    }

    private static Rest desk(TestServer server, String contract) {
        Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*", "Practitioner.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        return desk;
    }

    private static int found(Rest desk, String mark) {
        return desk.get("Appointment?identifier=" + mark)
                .is(200)
                .json()
                .path("entry")
                .size();
    }

    private static void create(ObjectNode bundle, String mark) {
        ObjectNode visit = visit(mark);
        visit.putArray("identifier").addObject().put("value", mark);
        entry(bundle, "POST", "Appointment", visit);
    }

    private static ObjectNode update(ObjectNode bundle, String id, String mark) {
        return (ObjectNode)
                entry(bundle, "PUT", "Appointment/" + id, visit(mark).put("id", id))
                        .path("request");
    }

    private static ObjectNode entry(ObjectNode bundle, String method, String url, ObjectNode resource) {
        ObjectNode entry = ((ArrayNode) bundle.path("entry")).addObject();
        entry.putObject("request").put("method", method).put("url", url);
        entry.set("resource", resource);
        return entry;
    }

    private static ObjectNode bundle() {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
        bundle.putArray("entry");
        return bundle;
    }

    private static ObjectNode visit(String mark) {
        return Rest.fixture("core-appointment.json").put("description", mark);
    }

    private static ObjectNode patient(String number) {
        ObjectNode patient = Rest.fixture("patient.json");
        patient.remove("id");
        patient.putArray("identifier").addObject().put("value", number);
        return patient;
    }

    private static Answer send(Rest desk, ObjectNode bundle) {
        return desk.send("POST", "", bundle.toString(), "Content-Type", "application/fhir+json");
    }
}
