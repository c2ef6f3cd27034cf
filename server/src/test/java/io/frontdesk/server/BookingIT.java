package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody is in two appointments at once, on every way to write one. */
class BookingIT {

    private static final String FHIR = "application/fhir+json";
    private static final String RULE = "booking.overlap";

    private static TestServer server;
    private static Rest desk;
    private static Rest group;

    /** A practitioner whom no other test asks for. */
    private String doctor = "";

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "core",
                TestContracts.changed(
                                "core",
                                "group",
                                Map.of(
                                        "    - types: [Practitioner, PractitionerRole, Device]\n",
                                        """
                                            - types: [Practitioner]
                                              seats: "extension('urn:example:seats').value"
                                            - types: [Location]
                                              capacity: 3
                                              before: 5
                                              after: 10
                                        """,
                                        "answers:\n  dialect: rfc6585",
                                        """
                                        answers:
                                          dialect: rfc6585
                                          refusals:
                                            rules:
                                              booking.overlap: {status: 409, code: conflict, text: "That {actor} is taken."}
                                        """))
                        .toString());
        desk = new Rest(
                server.base("core"),
                server.token("Appointment.*", "Patient.*", "Practitioner.*", "Location.*", "Device.*"));
        group = new Rest(
                server.base("group"),
                server.token("Appointment.*", "Patient.*", "Practitioner.*", "Location.*", "Device.*"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void somebodyElse() {
        doctor = UUID.randomUUID().toString();
        for (Rest endpoint : new Rest[] {desk, group}) {
            endpoint.put(Rest.fixture("patient.json").put("id", "anna"));
            stored(endpoint, "Practitioner", doctor);
            stored(endpoint, "Location", doctor);
        }
    }

    private static void stored(Rest endpoint, String type, String id) {
        endpoint.send(
                        "PUT",
                        type + "/" + id,
                        "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"}",
                        "Content-Type",
                        FHIR)
                .is(201);
    }

    /** An appointment of the practitioner on one day, from one time to the other. */
    private ObjectNode visit(String from, String to) {
        return visit(from, to, "Practitioner/" + doctor, "accepted");
    }

    private static ObjectNode visit(String from, String to, String actor, String status) {
        ObjectNode visit = Rest.fixture("core-appointment.json");
        visit.put("start", "2026-03-09T" + from + ":00+01:00").put("end", "2026-03-09T" + to + ":00+01:00");
        visit.withArray("participant")
                .addObject()
                .put("status", status)
                .putObject("actor")
                .put("reference", actor);
        return visit;
    }

    private static Answer change(ObjectNode visit, String id, int version) {
        return desk.put(visit.put("id", id), "If-Match", "W/\"" + version + "\"");
    }

    private static String entry(String method, String url, ObjectNode visit, String... more) {
        return "{\"resource\":" + visit + ",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\""
                + String.join("", more) + "}}";
    }

    private static Answer bundle(String type, String... entries) {
        return desk.send(
                "POST",
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries) + "]}",
                "Content-Type",
                FHIR);
    }

    private void booked(int times) {
        assertThat(desk.get("Appointment?status=booked&practitioner=Practitioner/" + doctor)
                        .is(200)
                        .json()
                        .path("entry"))
                .hasSize(times);
    }

    @ParameterizedTest
    @CsvSource({
        "09:00, 10:00, false",
        "09:30, 09:45, false",
        "08:00, 11:00, false",
        "08:30, 09:01, false",
        "09:59, 10:30, false",
        "08:00, 09:00, true",
        "10:00, 10:30, true",
        "11:00, 12:00, true"
    })
    void refusesWhatOverlapsAndNotWhatTouches(String from, String to, boolean free) {
        desk.post(visit("09:00", "10:00")).is(201);

        Answer second = desk.post(visit(from, to));

        if (free) {
            second.is(201);
            booked(2);
        } else {
            second.refused(422, RULE).names("Appointment.start").names("Appointment.participant[2].actor");
            assertThat(second.issue().path("code").asText()).isEqualTo("business-rule");
            booked(1);
        }
    }

    @Test
    void tellsNothingOfWhatStandsAgainstIt() {
        ObjectNode first = visit("09:00", "10:00").put("description", "Whisky tasting");
        String id = desk.post(first).is(201).id();

        Answer refused = desk.post(visit("09:30", "10:30")).refused(422, RULE);

        assertThat(refused.text()).doesNotContain(id, "Whisky", doctor, "09:00", "10:00");
        assertThat(refused.issue().path("diagnostics").asText())
                .contains("The Practitioner who takes part is not free at this time.")
                .contains("Send another time");
    }

    @Test
    void comparesInstants() {
        desk.post(visit("09:00", "10:00")).is(201);
        ObjectNode same = visit("09:00", "10:00");
        same.put("start", "2026-03-09T08:30:00Z").put("end", "2026-03-09T08:40:00Z");
        ObjectNode later = visit("09:00", "10:00");
        later.put("start", "2026-03-09T04:00:00-05:00").put("end", "2026-03-09T04:30:00-05:00");

        desk.post(same).refused(422, RULE);
        desk.post(later).is(201);
    }

    @Test
    void knowsTheActorByItsOwnAddress() {
        desk.post(visit("09:00", "10:00")).is(201);

        desk.post(visit("09:00", "10:00", desk.base() + "/Practitioner/" + doctor, "accepted"))
                .refused(422, RULE);
        desk.post(visit("09:00", "10:00", "Practitioner/" + doctor + "/_history/1", "needs-action"))
                .refused(422, RULE);
        desk.post(visit("09:00", "10:00", "Practitioner/" + doctor, "declined")).is(201);
    }

    @Test
    void takesNothingForWhoIsNotActive() {
        desk.post(visit("09:00", "10:00").put("status", "proposed")).is(201);
        String waiting = desk.post(visit("09:00", "10:00").put("status", "waitlist"))
                .is(201)
                .id();
        String id = desk.post(visit("09:00", "10:00")).is(201).id();

        change(visit("09:00", "10:00").put("status", "booked"), waiting, 1).refused(422, RULE);
        change(visit("09:00", "10:00").put("status", "noshow"), id, 1).is(200);
        change(visit("09:00", "10:00").put("status", "booked"), waiting, 1).is(200);
    }

    @Test
    void doesNotCollideWithItself() {
        String id = desk.post(visit("09:00", "10:00")).is(201).id();

        change(visit("09:30", "10:30"), id, 1).is(200);
        change(visit("09:30", "10:30").put("comment", "bring papers"), id, 2).is(200);
        change(visit("09:30", "10:30").put("status", "arrived"), id, 3).is(200);
        desk.post(visit("10:00", "11:00")).refused(422, RULE);
        desk.post(visit("09:00", "09:30")).is(201);
    }

    @Test
    void refusesToMoveWhereSomebodyIsByPutAndByPatch() {
        desk.post(visit("09:00", "10:00")).is(201);
        String id = desk.post(visit("11:00", "12:00")).is(201).id();

        change(visit("09:30", "10:30"), id, 1).refused(422, RULE);
        desk.patch(
                        "Appointment/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/start\",\"value\":\"2026-03-09T09:30:00+01:00\"}]",
                        "If-Match",
                        "W/\"1\"")
                .refused(422, RULE);
        desk.get("Appointment/" + id).is(200).showsVersion("1");
        change(visit("10:00", "11:00"), id, 1).is(200);
        desk.post(visit("11:00", "12:00")).is(201);
    }

    @Test
    void followsAChangeOfActors() {
        String other = UUID.randomUUID().toString();
        stored(desk, "Practitioner", other);
        String id = desk.post(visit("09:00", "10:00")).is(201).id();
        desk.post(visit("09:00", "10:00", "Practitioner/" + other, "accepted")).is(201);

        ObjectNode both = visit("09:00", "10:00");
        both.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/" + other);
        change(both, id, 1).refused(422, RULE).names("Appointment.participant[3].actor");
        change(visit("09:00", "10:00", "Device/none", "declined"), id, 1).refused(422, "base.reference");
        change(visit("09:00", "10:00", "Practitioner/" + doctor, "declined"), id, 1)
                .is(200);
        desk.post(visit("09:00", "10:00")).is(201);
        change(visit("09:00", "10:00"), id, 2).refused(422, RULE);
    }

    @Test
    void givesFreeByCancellationAndDeletionAndTakesBackByRevival() {
        String cancelled = desk.post(visit("09:00", "10:00")).is(201).id();
        String deleted = desk.post(visit("10:00", "11:00")).is(201).id();

        change(visit("09:00", "10:00").put("status", "cancelled"), cancelled, 1).is(200);
        desk.send("DELETE", "Appointment/" + deleted, "", "If-Match", "W/\"1\"").is(200);

        desk.post(visit("09:00", "10:00")).is(201);
        String second = desk.post(visit("10:00", "11:00")).is(201).id();
        desk.put(visit("10:30", "11:30").put("id", deleted), "If-None-Match", "*")
                .refused(422, RULE);
        desk.send("DELETE", "Appointment/" + second, "", "If-Match", "W/\"1\"").is(200);
        desk.put(visit("10:30", "11:30").put("id", deleted), "If-None-Match", "*")
                .is(201);
        desk.post(visit("11:00", "12:00")).refused(422, RULE);
    }

    @Test
    void judgesTheEntriesOfABundleTogether() {
        String visit = "Appointment";
        bundle(
                        "transaction",
                        entry("POST", visit, visit("09:00", "10:00")),
                        entry("POST", visit, visit("09:30", "10:30")))
                .refused(422, RULE)
                .names("Bundle.entry[1]");
        booked(0);

        Answer batch = bundle(
                "batch", entry("POST", visit, visit("09:00", "10:00")), entry("POST", visit, visit("09:30", "10:30")));
        JsonNode entries = batch.is(200).json().path("entry");
        assertThat(entries.at("/0/response/status").asText()).startsWith("201");
        assertThat(entries.at("/1/response/status").asText()).startsWith("422");
        assertThat(entries.at("/1/response/outcome/issue/0/details/coding/0/code")
                        .asText())
                .isEqualTo(RULE);
        booked(1);
    }

    @Test
    void letsATransactionChangePlaces() {
        String first = desk.post(visit("09:00", "10:00")).is(201).id();
        String second = desk.post(visit("10:00", "11:00")).is(201).id();
        String match = ",\"ifMatch\":\"W/\\\"%d\\\"\"";

        bundle(
                        "transaction",
                        entry(
                                "PUT",
                                "Appointment/" + first,
                                visit("10:00", "11:00").put("id", first),
                                match.formatted(1)),
                        entry(
                                "PUT",
                                "Appointment/" + second,
                                visit("09:00", "10:00").put("id", second),
                                match.formatted(1)))
                .is(200);
        bundle(
                        "transaction",
                        entry("POST", "Appointment", visit("09:30", "10:00")),
                        entry(
                                "PUT",
                                "Appointment/" + second,
                                visit("09:00", "10:00").put("id", second).put("status", "cancelled"),
                                match.formatted(2)))
                .is(200);
        desk.post(visit("09:00", "09:31")).refused(422, RULE);
        desk.post(visit("09:00", "09:30")).is(201);
        desk.post(visit("10:30", "11:30")).refused(422, RULE);
    }

    @Test
    void keepsBuffersAndRoom() {
        String room = "Location/" + doctor;
        for (int i = 0; i < 3; i++) {
            group.post(visit("09:00", "10:00", room, "accepted")).is(201);
        }

        Answer refused = group.post(visit("10:14", "10:30", room, "accepted")).refused(409, RULE);
        assertThat(refused.issue().path("code").asText()).isEqualTo("conflict");
        assertThat(refused.issue().path("diagnostics").asText()).isEqualTo("That Location is taken.");
        group.post(visit("10:15", "10:30", room, "accepted")).is(201);
        group.post(visit("08:30", "08:46", room, "accepted")).refused(409, RULE);
        group.post(visit("08:30", "08:45", room, "accepted")).is(201);
    }

    @Test
    void sharesTheTimeOfWhoSaysSo() {
        for (int i = 0; i < 2; i++) {
            group.post(shared(visit("09:00", "10:00"), 3)).is(201);
        }

        group.post(visit("09:30", "10:30")).refused(409, RULE);
        group.post(shared(visit("09:30", "10:30"), 2)).refused(409, RULE);
        group.post(shared(visit("09:30", "10:30"), 4)).is(201);
        group.post(shared(visit("09:30", "10:30"), 4)).refused(409, RULE);
        group.post(shared(visit("10:00", "10:30"), 4)).is(201);
    }

    private static ObjectNode shared(ObjectNode visit, int seats) {
        visit.withArray("extension").addObject().put("url", "urn:example:seats").put("valueInteger", seats);
        return visit;
    }
}
