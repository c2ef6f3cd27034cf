package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Free time is found, held and booked, with the caller's own rights and past every guard. */
class BookingOperationsIT {

    private static final String FHIR = "application/fhir+json";
    private static final String FIND =
            "Appointment/$find?start=2026-03-09T00:00:00Z&end=2026-03-10T00:00:00Z&practitioner=";

    private static TestServer server;
    private static Rest desk;

    /** A practitioner of this test, with two Slots from nine to ten. */
    private String doctor = "";

    private String early = "";
    private String late = "";

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "core",
                TestContracts.changed("core", "from-zero", "  ifMatch: required\n", "  ifMatch: required\n  first: 0\n")
                        .toString());
        desk = new Rest(
                server.base("core"),
                server.token(
                        "Appointment.*",
                        "Appointment$find",
                        "Appointment$hold",
                        "Appointment$book",
                        "Patient.*",
                        "Practitioner.*",
                        "Slot.*",
                        "Schedule.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna")).is(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        doctor = stored("Practitioner", "");
        String schedule = stored(
                "Schedule",
                ",\"actor\":[{\"reference\":\"Practitioner/" + doctor
                        + "\"}],\"specialty\":[{\"coding\":[{\"system\":\"urn:s\",\"code\":\"eyes\"}]}]");
        early = slot(schedule, "09:00", "09:30", "free");
        late = slot(schedule, "09:30", "10:00", "free");
        slot(schedule, "10:00", "10:30", "busy-unavailable");
    }

    private static String slot(String schedule, String from, String to, String status) {
        return stored(
                "Slot",
                ",\"schedule\":{\"reference\":\"Schedule/" + schedule + "\"},\"status\":\"" + status
                        + "\",\"start\":\"2026-03-09T" + from + ":00Z\",\"end\":\"2026-03-09T" + to + ":00Z\"");
    }

    private static String stored(String type, String more) {
        String id = UUID.randomUUID().toString();
        desk.send(
                        "PUT",
                        type + "/" + id,
                        "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"" + more + "}",
                        "Content-Type",
                        FHIR)
                .is(201);
        return id;
    }

    private List<String> found() {
        return found(desk.get(FIND + "Practitioner/" + doctor).is(200));
    }

    private static List<String> found(Answer answer) {
        List<String> slots = new ArrayList<>();
        answer.json()
                .path("entry")
                .forEach(entry -> slots.add(
                        entry.at("/resource/slot/0/reference").asText().replace("Slot/", "")));
        return slots;
    }

    private static Answer call(Rest caller, String operation, String... parameters) {
        return caller.send(
                "POST",
                "Appointment/" + operation,
                "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}",
                "Content-Type",
                FHIR);
    }

    private static String named(String name, String type, String value) {
        return "{\"name\":\"" + name + "\",\"value" + type + "\":\"" + value + "\"}";
    }

    private static String proposed(String slot) {
        return named("appt-id", "Uri", "Appointment/proposed-" + slot);
    }

    private static JsonNode taken(Answer answer) {
        JsonNode bundle = answer.is(200).json();
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        JsonNode appointment = bundle.at("/entry/0/resource");
        assertThat(bundle.at("/entry/0/fullUrl").asText())
                .endsWith("/Appointment/" + appointment.path("id").asText());
        return appointment;
    }

    private ObjectNode visit(String from, String to) {
        ObjectNode visit = Rest.fixture("core-appointment.json");
        visit.put("start", "2026-03-09T" + from + ":00Z").put("end", "2026-03-09T" + to + ":00Z");
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + doctor);
        return visit;
    }

    @Test
    void findsFreeSlotsWhoseActorsAreFree() {
        Answer answer = desk.get(FIND + "Practitioner/" + doctor).is(200);

        assertThat(found(answer)).containsExactly(early, late);
        JsonNode first = answer.json().at("/entry/0/resource");
        assertThat(first.path("status").asText()).isEqualTo("proposed");
        assertThat(first.path("id").asText()).isEqualTo("proposed-" + early);
        assertThat(first.path("minutesDuration").asInt()).isEqualTo(30);
        assertThat(first.at("/specialty/0/coding/0/code").asText()).isEqualTo("eyes");
        assertThat(first.at("/participant/0/actor/reference").asText()).isEqualTo("Practitioner/" + doctor);
        assertThat(first.at("/participant/0/status").asText()).isEqualTo("needs-action");

        desk.post(visit("09:45", "10:15")).is(201);
        assertThat(found()).containsExactly(early);
        assertThat(found(call(
                        desk,
                        "$find",
                        named("start", "DateTime", "2026-03-09T00:00:00Z"),
                        named("end", "DateTime", "2026-03-10T00:00:00Z"),
                        named("practitioner", "Uri", desk.base() + "/Practitioner/" + doctor))))
                .containsExactly(early);
    }

    @ParameterizedTest
    @CsvSource({
        "&specialty=urn:s%7Ceyes, 2",
        "&specialty=eyes&specialty=ears, 2",
        "&specialty=ears, 0",
        "&visit-type=eyes, 0",
        "&location-reference=Location/1, 0",
        "&_count=1, 1"
    })
    void findsWhatIsAskedFor(String more, int number) {
        assertThat(found(desk.get(FIND + "Practitioner/" + doctor + more))).hasSize(number);
    }

    @ParameterizedTest
    @CsvSource({
        "'', start",
        "start=2026-03-09T00:00:00Z, end",
        "start=soon&end=2026-03-10T00:00:00Z, start",
        "start=2026-03-09T00:00:00Z&end=2026-03-10T00:00:00Z&coverage=1, coverage",
        "start=2026-03-09T00:00:00Z&end=2026-03-10T00:00:00Z&practitioner=Patient/1, practitioner",
        "start=2026-03-09T00:00:00Z&start=2026-03-09T00:00:00Z&end=2026-03-10T00:00:00Z, start"
    })
    void refusesToFindByWhatItDoesNotKnow(String query, String parameter) {
        desk.get("Appointment/$find?" + query).refused(400, "request.invalid").names("parameter " + parameter + " ");
    }

    @Test
    void holdsAProposalAndBooksTheHold() {
        JsonNode held = taken(call(desk, "$hold", proposed(early)));

        assertThat(held.path("status").asText()).isEqualTo("pending");
        assertThat(held.at("/extension/0/url").asText()).isEqualTo("urn:frontdesk:hold-expires");
        assertThat(Duration.between(
                        Instant.now(),
                        Instant.parse(held.at("/extension/0/valueInstant").asText())))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(11));
        assertThat(found()).containsExactly(late);
        call(desk, "$hold", proposed(early)).refused(422, "booking.overlap");
        call(desk, "$book", proposed(early)).refused(422, "booking.overlap");

        JsonNode booked = taken(call(
                desk,
                "$book",
                named("appt-id", "Uri", "Appointment/" + held.path("id").asText()),
                named("patient-id", "Uri", "Patient/anna"),
                named("comment", "String", "by phone")));
        assertThat(booked.path("id")).isEqualTo(held.path("id"));
        assertThat(booked.path("status").asText()).isEqualTo("booked");
        assertThat(booked.has("extension")).isFalse();
        assertThat(booked.path("comment").asText()).isEqualTo("by phone");
        assertThat(booked.at("/participant/0/status").asText()).isEqualTo("accepted");
        assertThat(booked.at("/participant/1/actor/reference").asText()).isEqualTo("Patient/anna");
        desk.get("Appointment/" + held.path("id").asText()).is(200).showsVersion("2");
        assertThat(found()).containsExactly(late);
    }

    @Test
    void booksAHoldWhereVersionsAreCountedFromZero() {
        Rest other = new Rest(
                server.base("from-zero"),
                server.token("Appointment.*", "Appointment$book", "Practitioner.*", "Patient.*"));
        other.put(Rest.fixture("patient.json").put("id", "anna")).is(201);
        other.send(
                        "PUT",
                        "Practitioner/" + doctor,
                        "{\"resourceType\":\"Practitioner\",\"id\":\"" + doctor + "\"}",
                        "Content-Type",
                        FHIR)
                .is(201);
        String held = other.post(visit("09:00", "09:30").put("status", "pending"))
                .is(201)
                .id();

        JsonNode booked = taken(call(other, "$book", named("appt-id", "Uri", "Appointment/" + held)));

        assertThat(booked.path("status").asText()).isEqualTo("booked");
    }

    @Test
    void booksAProposalAndAnAppointmentAtOnce() {
        assertThat(taken(call(desk, "$book", proposed(early))).path("status").asText())
                .isEqualTo("booked");
        String sent = "{\"name\":\"appt-resource\",\"resource\":"
                + visit("09:30", "10:00").put("status", "proposed") + "}";
        assertThat(taken(call(desk, "$book", sent)).path("status").asText()).isEqualTo("booked");
        call(desk, "$book", sent).refused(422, "booking.overlap");
        assertThat(found()).isEmpty();
    }

    @Test
    void letsATimeGoThatWasHeldForTooLong() {
        ObjectNode held = visit("09:00", "09:30").put("status", "pending");
        held.withArray("extension")
                .addObject()
                .put("url", "urn:frontdesk:hold-expires")
                .put("valueInstant", Instant.now().minusSeconds(1).toString());
        String id = desk.post(held).is(201).id();

        desk.post(visit("09:00", "09:30")).is(201);
        desk.get("Appointment/" + id).is(200).showsVersion("1");

        assertThat(found()).containsExactly(late);
        Answer cancelled = desk.get("Appointment/" + id).is(200).showsVersion("2");
        assertThat(cancelled.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(found()).containsExactly(late);
        desk.get("Appointment/" + id).is(200).showsVersion("2");
        call(desk, "$book", named("appt-id", "Uri", "Appointment/" + id)).refused(422, "status.transition");
    }

    @Test
    void keepsEverybodyToTheirRights() {
        Rest finder = desk.with(server.token("Appointment$find"));
        Rest booker = desk.with(server.token("Appointment$book", "Appointment$hold"));
        Rest creator = desk.with(server.token("Appointment$book", "Appointment$hold", "Appointment.create"));

        finder.get(FIND + "Practitioner/" + doctor).is(200);
        call(finder, "$book", proposed(early)).refused(403, "access.right");
        call(booker, "$book", proposed(early)).refused(403, "access.right");
        call(booker, "$hold", proposed(early)).refused(403, "access.right");
        desk.with("").get(FIND + "Practitioner/" + doctor).is(401);
        desk.with(server.token("Appointment.*"))
                .get(FIND + "Practitioner/" + doctor)
                .refused(403, "access.right");
        assertThat(found()).containsExactly(early, late);

        JsonNode held = taken(call(creator, "$hold", proposed(early)));
        String id = held.path("id").asText();
        call(creator, "$book", named("appt-id", "Uri", "Appointment/" + id)).refused(403, "access.right");
        call(
                        desk.with(server.token("Appointment$book", "Appointment.update", "Appointment.read")),
                        "$book",
                        named("appt-id", "Uri", "Appointment/" + id))
                .is(200);
    }

    @Test
    void keepsEverybodyToTheContract() {
        String id = taken(call(desk, "$book", proposed(early))).path("id").asText();
        desk.patch(
                        "Appointment/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"cancelled\"}]",
                        "If-Match",
                        "W/\"1\"")
                .is(200);

        String again = named("appt-id", "Uri", "Appointment/" + id);
        call(desk, "$book", again).refused(422, "status.transition");
        call(desk, "$book", named("appt-id", "Uri", "Appointment/nobody")).refused(404, "request.not-found");
        call(desk, "$book", named("appt-id", "Uri", "Patient/anna")).refused(400, "request.invalid");
        call(desk, "$book").refused(400, "request.invalid").names("appt-id");
        call(desk, "$book", again, named("cancelled-appt-id", "Uri", "Appointment/1"))
                .refused(400, "request.invalid")
                .names("cancelled-appt-id");
        call(desk, "$hold", proposed("none")).refused(422, "booking.overlap");
        desk.send("POST", "Appointment/$book", "{}", "Content-Type", FHIR).refused(400, "body.type");
        desk.send("POST", "Appointment/$book", "{\"resourceType\":\"Patient\"}", "Content-Type", FHIR)
                .refused(400, "body.type");
        assertThat(desk.get("Appointment/$book").status()).isBetween(400, 405);
    }

    @Test
    void tellsWhatItOffers() {
        JsonNode told = desk.get("metadata").is(200).json();
        for (JsonNode resource : told.at("/rest/0/resource")) {
            if (resource.path("type").asText().equals("Appointment")) {
                List<String> operations = new ArrayList<>();
                resource.path("operation")
                        .forEach(one -> operations.add(one.path("name").asText() + " "
                                + one.path("definition").asText()));
                assertThat(operations)
                        .containsExactlyInAnyOrder(
                                "find http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-find",
                                "hold http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-hold",
                                "book http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-book");
            }
        }
    }
}
