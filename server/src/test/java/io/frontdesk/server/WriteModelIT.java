package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.WriteModel.Act;
import io.frontdesk.server.WriteModel.Named;
import io.frontdesk.server.WriteModel.Rules;
import io.frontdesk.server.WriteModel.Sent;
import io.frontdesk.server.WriteModel.Step;
import io.frontdesk.server.WriteModel.Told;
import io.frontdesk.server.WriteModel.Visit;
import io.frontdesk.server.WritePath.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any sequence of requests against a small model of the contract: server and model agree on every answer and on what is
 * stored. The gate runs the same sequences each time; {@code -Dfrontdesk.seeds=100} runs as many new ones.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteModelIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR = "application/fhir+json";
    private static final int STEPS = 60;
    private static final int NUMBERS = 3;
    private static final List<Act> ACTS = List.of(Act.values());

    private static final Map<String, Set<String>> R4 = Map.of(
            "proposed", Set.of("pending", "booked", "waitlist", "cancelled", "entered-in-error"),
            "pending", Set.of("booked", "waitlist", "cancelled", "entered-in-error"),
            "waitlist", Set.of("proposed", "pending", "booked", "cancelled", "entered-in-error"),
            "booked",
                    Set.of("pending", "arrived", "checked-in", "fulfilled", "cancelled", "noshow", "entered-in-error"),
            "arrived", Set.of("checked-in", "fulfilled", "cancelled", "entered-in-error"),
            "checked-in", Set.of("fulfilled", "cancelled", "entered-in-error"),
            "fulfilled", Set.of("entered-in-error"),
            "cancelled", Set.of("entered-in-error"),
            "noshow", Set.of("entered-in-error"),
            "entered-in-error", Set.of());
    private static final Set<String> R4_BEGIN = Set.of("proposed", "pending", "booked", "waitlist");
    private static final Map<String, Rules> CONTRACTS = Map.of(
            "core", new Rules(true, R4_BEGIN, R4, Set.of("entered-in-error"), R4_BEGIN),
            "lenient", new Rules(false, R4_BEGIN, R4, Set.of("entered-in-error"), R4_BEGIN),
            "stu3",
                    new Rules(
                            true,
                            Set.of("proposed", "booked"),
                            Map.of(
                                    "proposed", Set.of("booked", "cancelled"),
                                    "booked", Set.of("arrived", "cancelled"),
                                    "arrived", Set.of("fulfilled"),
                                    "fulfilled", Set.of(),
                                    "cancelled", Set.of()),
                            Set.of("fulfilled"),
                            Set.of("proposed", "booked")));

    /** One sequence. */
    private record Run(String contract, long seed) {}

    private final Map<String, Map<String, Rest>> callers = new HashMap<>();

    WriteModelIT(TestServer server) {
        for (String contract : CONTRACTS.keySet()) {
            Map<String, Rest> of = new HashMap<>();
            Rest all = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
            all.put(Rest.fixture("patient.json").put("id", "anna"));
            WriteModel.CALLERS.forEach((name, rights) -> of.put(
                    name,
                    all.with(server.token(
                            rights.stream().map(right -> "Appointment." + right).toArray(String[]::new)))));
            of.put("reader", all);
            callers.put(contract, of);
        }
    }

    static Stream<Run> runs() {
        int more = Integer.getInteger("frontdesk.seeds", 0);
        LongStream seeds = more == 0 ? LongStream.rangeClosed(1, 6) : new SplittableRandom().longs(more);
        return seeds.boxed()
                .flatMap(seed -> CONTRACTS.keySet().stream().sorted().map(contract -> new Run(contract, seed)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void agreesWithTheModel(Run run) {
        Random random = new Random(run.seed());
        WriteModel model = new WriteModel(CONTRACTS.get(run.contract()));
        List<String> numbers = Stream.generate(() -> java.util.UUID.randomUUID().toString())
                .limit(NUMBERS)
                .toList();
        List<String> story = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            Sent sent = next(random, run.contract(), model, i);
            story.add(sent.toString());
            try {
                carryOut(run.contract(), model, numbers, sent);
                for (int number = 0; number < NUMBERS; number++) {
                    assertStored(run.contract(), model, numbers, number);
                }
            } catch (AssertionError e) {
                throw new AssertionError(
                        run + " fails at step " + i + ":\n" + String.join("\n", story) + "\n" + e.getMessage(), e);
            }
        }
    }

    // Making up requests

    private static Sent next(Random random, String contract, WriteModel model, int index) {
        String caller = random.nextInt(4) > 0
                ? "all"
                : List.of("clerk", "nurse", "porter").get(random.nextInt(3));
        Step first = step(random, contract, model, index, random.nextInt(NUMBERS));
        Carrier carrier = Carrier.values()[Math.max(0, random.nextInt(5) - 2)];
        boolean patchesInBundles = !contract.equals("stu3");
        if (carrier == Carrier.ALONE || first.act().patches() && !patchesInBundles) {
            return new Sent(caller, Carrier.ALONE, List.of(first));
        }
        Step second = step(random, contract, model, index, (first.number() + 1) % NUMBERS);
        boolean two = random.nextBoolean() && (patchesInBundles || !second.act().patches());
        return new Sent(caller, carrier, two ? List.of(first, second) : List.of(first));
    }

    private static Step step(Random random, String contract, WriteModel model, int index, int number) {
        Act act = ACTS.get(random.nextInt(ACTS.size()));
        if (act == Act.FHIRPATH_PATCH && contract.equals("stu3")) {
            act = Act.JSON_PATCH;
        }
        if (act == Act.CREATE && model.alive(number).size() > 1) {
            act = Act.CONDITIONAL_CREATE;
        }
        List<String> statuses =
                CONTRACTS.get(contract).moves().keySet().stream().sorted().toList();
        Named[] named = Named.values();
        return new Step(
                act,
                number,
                random.nextInt(model.with(number).size()
                        + (random.nextInt(4) == 0 ? 1 : 0)
                        + (model.with(number).isEmpty() ? 1 : 0)),
                statuses.get(random.nextInt(statuses.size())),
                random.nextInt(3) > 0 ? Named.CURRENT : named[random.nextInt(named.length)],
                act == Act.UPDATE && random.nextInt(4) == 0,
                random.nextInt(12) == 0,
                "step " + index + " on " + number);
    }

    // Sending them

    private void carryOut(String contract, WriteModel model, List<String> numbers, Sent sent) {
        List<Told> expected = sent.steps().stream()
                .map(step -> model.judge(sent.caller(), step))
                .toList();
        Rest caller = callers.get(contract).get(sent.caller());
        if (sent.carrier() == Carrier.ALONE) {
            Step step = sent.steps().get(0);
            Answer answer = alone(caller, model, numbers, step);
            agree(expected.get(0), told(answer.status(), answer.text()), answer.text());
            assertThat(answer.status())
                    .as(answer.text())
                    .isEqualTo(expected.get(0).status());
            pass(model, step, expected.get(0), answer.header("Location"));
            return;
        }
        ObjectNode bundle = bundle(sent.carrier() == Carrier.IN_BATCH ? "batch" : "transaction");
        sent.steps().forEach(step -> entry(bundle, model, numbers, step));
        Answer answer = caller.send("POST", "", bundle.toString(), "Content-Type", FHIR);
        List<Told> refused = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            // HAPI answers a read of nothing in its entry, in transactions too: it undoes no write.
            boolean empty =
                    sent.steps().get(i).act() == Act.READ && expected.get(i).status() != 403;
            if (expected.get(i).refused() && !empty) {
                refused.add(expected.get(i));
            }
        }
        if (sent.carrier() == Carrier.IN_TRANSACTION && !refused.isEmpty()) {
            assertThat(told(answer.status(), answer.text())).as(answer.text()).isIn(refused);
            return;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode response = answer.json().path("entry").path(i).path("response");
            int status = Integer.parseInt(response.path("status").asText().substring(0, 3));
            agree(expected.get(i), told(status, response.path("outcome").toString()), answer.text());
            pass(
                    model,
                    sent.steps().get(i),
                    expected.get(i),
                    response.path("location").asText());
        }
    }

    private static void agree(Told expected, Told told, String text) {
        if (expected.refused()) {
            assertThat(told).as(text).isEqualTo(expected);
        } else {
            assertThat(told.status()).as("expected %s: %s", expected, text).isBetween(200, 204);
        }
    }

    private static void pass(WriteModel model, Step step, Told expected, String location) {
        if (!expected.refused()) {
            model.apply(step, location.replaceAll(".*Appointment/([^/]*).*", "$1"));
        }
    }

    private static Answer alone(Rest caller, WriteModel model, List<String> numbers, Step step) {
        List<String> headers = new ArrayList<>();
        conditions(model, numbers, step).forEach((name, value) -> headers.addAll(List.of(name, value)));
        if (!step.act().deletes() && step.act() != Act.READ) {
            headers.addAll(List.of("Content-Type", contentType(step)));
        }
        return caller.send(
                method(step), url(model, numbers, step), body(model, numbers, step), headers.toArray(String[]::new));
    }

    private static void entry(ObjectNode bundle, WriteModel model, List<String> numbers, Step step) {
        ObjectNode entry = ((ArrayNode) bundle.path("entry")).addObject();
        ObjectNode request =
                entry.putObject("request").put("method", method(step)).put("url", url(model, numbers, step));
        conditions(model, numbers, step)
                .forEach((name, value) -> request.put(
                        Map.of("If-Match", "ifMatch", "If-None-Match", "ifNoneMatch", "If-None-Exist", "ifNoneExist")
                                .get(name),
                        value));
        String body = body(model, numbers, step);
        if (contentType(step).equals(FHIR) && !body.isEmpty()) {
            entry.set("resource", json(body));
        } else if (!body.isEmpty()) {
            entry.putObject("resource")
                    .put("resourceType", "Binary")
                    .put("contentType", contentType(step))
                    .put("data", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String contentType(Step step) {
        return step.act().patches() && step.act() != Act.FHIRPATH_PATCH ? "application/json-patch+json" : FHIR;
    }

    private static String method(Step step) {
        return switch (step.act()) {
            case CREATE, CONDITIONAL_CREATE -> "POST";
            case UPDATE, CONDITIONAL_UPDATE -> "PUT";
            case JSON_PATCH, FHIRPATH_PATCH, CONDITIONAL_PATCH -> "PATCH";
            case DELETE, CONDITIONAL_DELETE -> "DELETE";
            case READ -> "GET";
        };
    }

    private static String criteria(List<String> numbers, Step step) {
        return "identifier=urn:example:visit%7C" + numbers.get(step.number());
    }

    private static String url(WriteModel model, List<String> numbers, Step step) {
        if (step.act() == Act.CREATE || step.act() == Act.CONDITIONAL_CREATE) {
            return "Appointment";
        }
        return step.act().byCriteria()
                ? "Appointment?" + criteria(numbers, step)
                : "Appointment/" + id(model, numbers, step);
    }

    private static String id(WriteModel model, List<String> numbers, Step step) {
        return model.meant(step).map(Visit::id).orElse("none-" + numbers.get(step.number()));
    }

    private static Map<String, String> conditions(WriteModel model, List<String> numbers, Step step) {
        Map<String, String> conditions = new HashMap<>();
        if (step.act() == Act.CONDITIONAL_CREATE) {
            conditions.put("If-None-Exist", criteria(numbers, step));
        }
        if (step.ifNoneMatch()) {
            conditions.put("If-None-Match", "*");
        }
        if (step.act() != Act.CREATE && step.act() != Act.CONDITIONAL_CREATE && step.act() != Act.READ) {
            int version = model.meant(step).map(Visit::version).orElse(1);
            Optional.ofNullable(
                            switch (step.ifMatch()) {
                                case NOTHING -> null;
                                case CURRENT -> "W/\"" + version + "\"";
                                case STALE -> "W/\"" + (version + 7) + "\"";
                                case ANY -> "*";
                                case MALFORMED -> "W/\"1";
                            })
                    .ifPresent(named -> conditions.put("If-Match", named));
        }
        return conditions;
    }

    private static String body(WriteModel model, List<String> numbers, Step step) {
        return switch (step.act()) {
            case READ, DELETE, CONDITIONAL_DELETE -> "";
            case JSON_PATCH, CONDITIONAL_PATCH -> """
                [{"op":"replace","path":"/status","value":"%s"},
                 {"op":"replace","path":"/description","value":"%s"}]""".formatted(step.status(), step.text());
            case FHIRPATH_PATCH -> """
                {"resourceType":"Parameters","parameter":[
                 {"name":"operation","part":[{"name":"type","valueCode":"replace"},
                  {"name":"path","valueString":"Appointment.status"},{"name":"value","valueCode":"%s"}]},
                 {"name":"operation","part":[{"name":"type","valueCode":"replace"},
                  {"name":"path","valueString":"Appointment.description"},{"name":"value","valueString":"%s"}]}]}""".formatted(step.status(), step.text());
            default -> visit(model, numbers, step);
        };
    }

    private static String visit(WriteModel model, List<String> numbers, Step step) {
        ObjectNode visit = Rest.fixture("core-appointment.json")
                .put("status", step.status())
                .put("description", step.text());
        visit.putArray("identifier")
                .addObject()
                .put("system", "urn:example:visit")
                .put("value", numbers.get(step.number()));
        if (step.act() == Act.UPDATE) {
            visit.put("id", id(model, numbers, step));
        }
        if (step.otherId() && (step.act() == Act.UPDATE || step.act() == Act.CONDITIONAL_UPDATE)) {
            visit.put("id", "another");
        }
        return visit.toString();
    }

    private static ObjectNode bundle(String type) {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", type);
        bundle.putArray("entry");
        return bundle;
    }

    // What is stored

    private void assertStored(String contract, WriteModel model, List<String> numbers, int number) {
        Rest reader = callers.get(contract).get("reader");
        JsonNode found = reader.get("Appointment?_count=100&identifier=" + numbers.get(number))
                .is(200)
                .json();
        List<Visit> stored = new ArrayList<>();
        for (JsonNode entry : found.path("entry")) {
            JsonNode visit = entry.path("resource");
            stored.add(new Visit(
                    visit.path("id").asText(),
                    visit.at("/meta/versionId").asInt(),
                    visit.path("status").asText(),
                    false,
                    visit.path("description").asText()));
        }
        assertThat(stored).containsExactlyInAnyOrderElementsOf(model.alive(number));
        for (Visit visit : model.with(number)) {
            if (visit.deleted()) {
                reader.get("Appointment/" + visit.id()).refused(410, "request.gone");
                reader.get("Appointment/" + visit.id() + "/_history/" + (visit.version() - 1))
                        .is(200);
            }
        }
    }

    private static Told told(int status, String text) {
        return new Told(
                status,
                status < 400
                        ? ""
                        : json(text).at("/issue/0/details/coding/0/code").asText());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
