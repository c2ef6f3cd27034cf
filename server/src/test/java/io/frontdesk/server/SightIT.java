package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What callers can learn by reading, asked as an attacker would: a clerk sees every appointment, a patient her own, on a
 * contract in R4 and one in DSTU3 that offer all there is to read.
 */
class SightIT {

    private static final String EVERYTHING =
            "[create, read, vread, history-instance, history-type, search-type, update, " + "patch, delete, operation]";
    private static final String CONTEXT = """
              context:
                userTypes:
                  claim: user_type
                  types:
                    CLERK:
                      interactions: %1$s
                    PATIENT:
                      interactions: %1$s
                      anyOf:
                        - {name: Patient, claim: user_id, elements: [participant.actor]}
            """.formatted(EVERYTHING);
    private static final String[] ROLES = {
        "Appointment.*", "Patient.*", "Slot.*", "Schedule.*", "Appointment$meta", "Patient$everything", "history-system"
    };

    private static final String COMMENT = "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"by patch\"}]";

    @TempDir
    static Path folder = Path.of("");

    private static TestServer server;

    private String contract = "";

    @BeforeAll
    static void start() throws IOException {
        String core = read("core").replace("contract: core", "contract: sight-r4");
        String stu3 = core.replace("sight-r4", "sight-stu3")
                .replace("fhirVersion: R4", "fhirVersion: DSTU3")
                .replaceAll(", checked-in|checked-in, |, waitlist|waitlist, ", "")
                .replaceAll("(?m)^ +(waitlist|checked-in):.*\n", "")
                .replaceAll("(?m)^  operations:\n    hold:.*\n", "")
                .replace("[checked-in, ", "[")
                .replace("ServiceRequest", "ReferralRequest");
        server = TestServer.start(written("r4", core), written("stu3", stu3));
    }

    private static String read(String contract) throws IOException {
        try (var file = SightIT.class.getResourceAsStream("/io/frontdesk/profiles/" + contract + "/contract.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String written(String name, String core) throws IOException {
        String contract = core.replace("  hidden: not-found\n", CONTEXT)
                .replace("      history-instance:", "      history-system: [history-system]\n      history-instance:")
                .replace("system: [transaction, batch]", "system: [transaction, batch, history-system]");
        contract = contract.replaceFirst(
                "      unknownId: refuse\n", "      unknownId: refuse\n      operations: [\\$meta]\n");
        Path place = Files.createDirectories(folder.resolve(name));
        Files.writeString(place.resolve("contract.yaml"), contract);
        return place.toString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Rest clerk() {
        return as(Map.of("user_type", "CLERK"));
    }

    private Rest patient(String id) {
        return as(Map.of("user_type", "PATIENT", "user_id", "Patient/" + id));
    }

    private Rest as(Map<String, ?> claims) {
        return new Rest(server.base(contract), server.token(claims, ROLES));
    }

    /** Stores a patient that no other test knows, and returns its id. */
    private String newPatient() {
        String id = "p" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        clerk().put(Rest.fixture("patient.json").put("id", id)).is(201);
        return id;
    }

    private ObjectNode appointment(String patient, String start) {
        ObjectNode appointment = Rest.fixture("core-appointment.json");
        appointment.put("start", start + "T09:00:00+01:00").put("end", start + "T09:30:00+01:00");
        ((ObjectNode) appointment.at("/participant/0/actor")).put("reference", "Patient/" + patient);
        return appointment;
    }

    private ObjectNode stored(String patient, String start) {
        return (ObjectNode) clerk().post(appointment(patient, start)).is(201).json();
    }

    private static String path(JsonNode appointment) {
        return "Appointment/" + appointment.path("id").asText();
    }

    /** Returns all that an answer tells, but for what differs between any two answers. */
    private static String told(Answer answer, String id) {
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "x-request-id", "content-length"));
        String body = answer.text();
        if (body.contains("\"resourceType\":\"Bundle\"")) {
            ObjectNode bundle = (ObjectNode) answer.json();
            bundle.remove(List.of("id", "meta"));
            headers.keySet().removeAll(List.of("last-modified", "content-location"));
            body = bundle.toString();
        }
        return (answer.status() + " " + headers + " " + body).replace(id, "{id}");
    }

    private static final List<String> PROBES = List.of(
            "Appointment",
            "Appointment?_count=1",
            "Appointment?_count=1&_offset=1",
            "Appointment?_count=1&_offset=2",
            "Appointment?_count=2&_sort=date",
            "Appointment?_count=2&_sort=-date",
            "Appointment?_count=1&_offset=3&_sort=-date",
            "Appointment?_count=0",
            "Appointment?_summary=count",
            "Appointment?_summary=count&status=booked",
            "Appointment?_total=accurate&_count=1",
            "Appointment?_total=none",
            "Appointment?_summary=true&_count=2",
            "Appointment?_offset=1000000",
            "Appointment?status=booked&date=ge2026-03-10",
            "Appointment?patient=Patient/{other}",
            "Appointment?patient=Patient/{other}&_total=accurate&_summary=count",
            "Appointment?actor:missing=false&_count=2",
            "Appointment?_include=Appointment:actor",
            "Appointment?_include=*&_count=1",
            "Patient?_id={own}&_revinclude=Appointment:actor",
            "Patient?_id={other}&_revinclude=Appointment:actor&_total=accurate",
            "Patient?_id={own}&_revinclude=*",
            "Appointment/_history?_since={now}",
            "Appointment/_history?_since={now}&_count=1",
            "Appointment/_history?_since={now}&_count=1&_offset=1",
            "Appointment/_history?_since={now}&_summary=count",
            "_history?_since={now}&_count=2",
            "Patient/{own}/$everything",
            "Patient/{own}/$everything?_count=1&_offset=1",
            "Patient/{other}/$everything?_type=Appointment");

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void answersAsIfNothingHiddenWereStored(String name) {
        contract = name;
        String own = newPatient();
        String other = newPatient();
        String now = stored(own, "2026-03-09").at("/meta/lastUpdated").asText().replace("+", "%2B");
        stored(own, "2026-03-11");
        stored(own, "2026-03-13");
        Rest herself = patient(own);
        Map<String, String> before = new LinkedHashMap<>();
        for (String probe : PROBES) {
            Answer answer = herself.get(filled(probe, own, other, now)).is(200);
            before.put(probe, told(answer, "{}"));
        }

        for (String start : List.of("2026-03-08", "2026-03-10", "2026-03-12", "2026-03-14")) {
            ObjectNode hidden = stored(other, start);
            clerk().patch(path(hidden), COMMENT, "If-Match", "W/\"1\"").is(200);
        }

        SoftAssertions all = new SoftAssertions();
        before.forEach((probe, expected) -> {
            Answer answer = herself.get(filled(probe, own, other, now));
            all.assertThat(told(answer, "{}")).as(probe).isEqualTo(expected);
        });
        all.assertAll();
        assertThat(clerk().get("Appointment?_summary=count&patient=" + other)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(4);
    }

    private static String filled(String probe, String own, String other, String now) {
        return probe.replace("{own}", own).replace("{other}", other).replace("{now}", now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void pagesThroughWhatTheCallerMaySee(String name) {
        contract = name;
        String own = newPatient();
        String other = newPatient();
        List<String> expected = new ArrayList<>();
        for (int day = 10; day < 17; day++) {
            expected.add(stored(own, "2026-03-" + day).path("id").asText());
            stored(other, "2026-03-" + day);
        }
        List<String> seen = new ArrayList<>();
        Rest herself = patient(own);
        String next = "Appointment?_sort=date&_count=3";
        while (!next.isEmpty()) {
            JsonNode page = herself.get(next).is(200).json();
            assertThat(page.path("total").asInt()).isEqualTo(7);
            page.path("entry")
                    .forEach(entry -> seen.add(entry.at("/resource/id").asText()));
            next = "";
            for (JsonNode link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    next = link.path("url").asText().replace(herself.base() + "/", "");
                }
            }
        }

        assertThat(seen).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void pagesWhatIsSearchedByPost(String name) {
        contract = name;
        String own = newPatient();
        String other = newPatient();
        for (String patient : List.of(own, other, own, other)) {
            stored(patient, "2026-03-09");
        }
        Rest herself = patient(own);

        Answer first = herself.send(
                "POST",
                "Appointment/_search",
                "status=booked&_count=1",
                "Content-Type",
                "application/x-www-form-urlencoded");

        JsonNode page = first.is(200).json();
        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(page.path("entry")).hasSize(1);
        String next = page.at("/link/1/url").asText().replace(herself.base() + "/", "");
        assertThat(herself.get(next).is(200).json().path("entry")).hasSize(1);
        assertThat(next).contains("_offset=1").contains("status=booked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void tellsOfTheHiddenWhatItTellsOfTheUnknown(String name) {
        contract = name;
        String own = newPatient();
        ObjectNode hidden = stored(newPatient(), "2026-03-09");
        ObjectNode deleted = stored(newPatient(), "2026-03-09");
        clerk().send("DELETE", path(deleted), "", "If-Match", "W/\"1\"").is(200);
        clerk().get(path(hidden)).is(200);
        clerk().get(path(deleted)).refused(410, "request.gone");
        ObjectNode unknown = hidden.deepCopy().put("id", UUID.randomUUID().toString());
        Rest herself = patient(own);
        SoftAssertions all = new SoftAssertions();
        for (ObjectNode there : List.of(hidden, deleted)) {
            List<Answer> ofIt = all(herself, there, own);
            List<Answer> ofUnknown = all(herself, unknown, own);
            for (int i = 0; i < ofIt.size(); i++) {
                all.assertThat(told(ofIt.get(i), there.path("id").asText()))
                        .as("request %s", i)
                        .isEqualTo(told(ofUnknown.get(i), unknown.path("id").asText()))
                        .startsWith("404");
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void showsInABatchWhatItShowsAlone(String name) {
        contract = name;
        String own = newPatient();
        String shown = path(stored(own, "2026-03-09"));
        String hidden = path(stored(newPatient(), "2026-03-09"));
        String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"%s\"}}";
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                + Stream.of(
                                shown,
                                hidden,
                                "Appointment/none",
                                "Appointment?status=booked",
                                shown + "/_history",
                                hidden + "/_history/1")
                        .map(entry::formatted)
                        .collect(Collectors.joining(","))
                + "]}";

        JsonNode answer = patient(own)
                .send("POST", "", bundle, "Content-Type", "application/fhir+json")
                .is(200)
                .json();

        List<String> told = new ArrayList<>();
        answer.path("entry")
                .forEach(one -> told.add(one.at("/response/status").asText().substring(0, 3)));
        assertThat(told).as(answer.toString()).containsExactly("200", "404", "404", "403", "403", "404");
        assertThat(answer.toString()).doesNotContain(hidden);
    }

    /** Asks for an appointment, and tries to change it, in every way. */
    private List<Answer> all(Rest caller, ObjectNode appointment, String own) {
        String path = path(appointment);
        ObjectNode taken =
                appointment(own, "2026-03-10").put("id", appointment.path("id").asText());
        ObjectNode broken = taken.deepCopy().put("status", "fulfilled");
        broken.remove("participant");
        String one = "W/\"1\"";
        return List.of(
                caller.get(path),
                caller.get(path, "If-None-Match", one),
                caller.get(path, "If-None-Match", "*"),
                caller.get(path, "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
                caller.get(path + "/_history/1"),
                caller.get(path + "/_history/7"),
                caller.get(path + "/_history/1", "If-None-Match", one),
                caller.get(path + "/_history"),
                caller.get(path + "/_history?_count=1&_offset=5"),
                caller.get(path + "/_history?_summary=count"),
                caller.get(path + "/_history?_since=2100-01-01T00:00:00Z"),
                caller.put(taken, "If-Match", one),
                caller.put(taken, "If-Match", "W/\"7\""),
                caller.put(broken, "If-Match", one),
                caller.put(appointment, "If-Match", one),
                caller.patch(path, COMMENT, "If-Match", one),
                caller.patch(path, COMMENT, "If-Match", "W/\"7\""),
                caller.patch(path, "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"booked\"}]", "If-Match", one),
                caller.patch(path, "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"noshow\"}]", "If-Match", one),
                caller.patch(path, "[{\"op\":\"remove\",\"path\":\"/nothing\"}]", "If-Match", one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void showsOfAHistoryTheVersionsThatTheCallerMaySee(String name) {
        contract = name;
        String own = newPatient();
        String other = newPatient();
        ObjectNode appointment = stored(own, "2026-03-09");
        String path = path(appointment);
        clerk().patch(path, COMMENT, "If-Match", "W/\"1\"").is(200);
        clerk().put(
                        appointment(other, "2026-03-09")
                                .put("id", appointment.path("id").asText()),
                        "If-Match",
                        "W/\"2\"")
                .is(200);

        assertThat(versions(clerk().get(path + "/_history"))).containsExactly("3", "2", "1");
        assertThat(versions(patient(own).get(path + "/_history"))).containsExactly("2", "1");
        assertThat(versions(patient(other).get(path + "/_history"))).containsExactly("3");
        assertThat(versions(patient(own).get(path + "/_history?_count=1&_offset=1")))
                .containsExactly("1");
        assertThat(patient(own).get(path + "/_history").json().path("total").asInt())
                .isEqualTo(2);
        assertThat(versions(patient(own).get(path + "/_history?_since=2100-01-01")))
                .isEmpty();
        patient(own).get(path + "/_history/2").is(200).showsVersion("2");
        patient(own).get(path + "/_history/3").refused(404, "request.not-found");
        patient(own).get(path).refused(404, "request.not-found");
        patient(own).get(path + "/_history?_at=2026").refused(403, "update.form-not-offered");

        clerk().send("DELETE", path, "", "If-Match", "W/\"3\"").is(200);
        assertThat(versions(clerk().get(path + "/_history"))).hasSize(4);
        assertThat(versions(patient(own).get(path + "/_history"))).hasSize(3);
        patient(newPatient()).get(path + "/_history").refused(404, "request.not-found");
    }

    private static List<String> versions(Answer history) {
        List<String> versions = new ArrayList<>();
        history.is(200)
                .json()
                .path("entry")
                .forEach(entry ->
                        versions.add(entry.at("/resource/meta/versionId").asText()));
        return versions;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        Appointment?patient.name=Lind                              | 200
        Appointment?actor:Patient.name=Lind                        | 200
        Appointment?actor.identifier=x                             | 403
        Appointment?patient.general-practitioner.name=x            | 403
        Patient?_has:Appointment:patient:status=booked             | 403
        Patient?_has:Appointment:patient:patient.name=Lind         | 403
        Patient?_has:Slot:x:_has:Appointment:patient:status=booked | 403
        Slot?schedule.actor:Patient.name=Lind                      | 200
        Slot?_has:Appointment:slot:patient=Patient/1               | 403
        Patient?_sort=name                                         | 200
        Patient?_list=1                                            | 403
        Patient?_filter=name%20eq%20x                              | 403
        Patient?_contained=both                                    | 403
        Patient?_contained=false                                   | 200
        Patient?_revinclude=Appointment:patient                    | 200
        Patient?_revinclude:iterate=Appointment:patient            | 200
        Slot?_include:iterate=Appointment:actor                    | 403
        Slot?_include:iterate=*                                    | 403
        Slot?_revinclude:recurse=Patient:link:Appointment          | 403
        """)
    void asksOnlyAboutWhatTheCallerSeesWhole(String path, int status) {
        for (String name : List.of("sight-r4", "sight-stu3")) {
            contract = name;
            Answer answer = patient("nobody").get(path);
            if (status == 200) {
                answer.is(200);
            } else {
                answer.refused(403, "update.form-not-offered");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Patient?_has:Appointment:patient:status=booked&_id=%s | 1
        Patient?_has:Appointment:patient:status=noshow&_id=%s | 0
        Appointment?patient.name=Lind&patient=Patient/%s      | 1
        Appointment?patient.name=Lund&patient=Patient/%s      | 0
        """)
    void answersChainsToWhoSeesAll(String path, int found) {
        for (String name : List.of("sight-r4", "sight-stu3")) {
            contract = name;
            String patient = newPatient();
            stored(patient, "2026-03-09");

            assertThat(clerk().get(path.formatted(patient)).is(200).json().path("entry"))
                    .hasSize(found);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        If-None-Match     | W/"1"                         | 304
        If-None-Match     | "1"                           | 304
        If-None-Match     | W/"7", W/"1"                  | 304
        If-None-Match     | *                             | 304
        If-None-Match     | W/"2"                         | 200
        If-None-Match     | 1                             | 200
        If-Modified-Since | Fri, 01 Jan 2100 00:00:00 GMT | 304
        If-Modified-Since | Fri, 01 Jan 2010 00:00:00 GMT | 200
        If-Modified-Since | yesterday                     | 200
        """)
    void answersNotModifiedToWhoHasTheVersion(String header, String value, int status) {
        for (String name : List.of("sight-r4", "sight-stu3")) {
            contract = name;
            ObjectNode appointment = stored(newPatient(), "2026-03-09");
            for (String path : List.of(path(appointment), path(appointment) + "/_history/1")) {
                Answer answer = clerk().get(path, header, value);

                answer.is(status).showsVersion("1");
                assertThat(answer.bytes().length == 0).isEqualTo(status == 304);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sight-r4", "sight-stu3"})
    void operatesForWhoSeesAll(String name) {
        contract = name;
        String own = newPatient();
        ObjectNode appointment = stored(own, "2026-03-09");
        String meta = path(appointment) + "/$meta";

        assertThat(clerk().get(meta).is(200).text()).contains("\"versionId\":\"1\"");
        patient(own).get(meta).refused(403, "update.form-not-offered");
        patient("nobody").get("Appointment/$meta").refused(403, "update.form-not-offered");
        assertThat(clerk().get("Patient/" + own + "/$everything").is(200).text())
                .contains(appointment.path("id").asText());
        patient(own)
                .send(
                        "POST",
                        "Patient/" + own + "/$everything",
                        "{\"resourceType\":\"Parameters\"}",
                        "Content-Type",
                        "application/fhir+json")
                .refused(403, "update.form-not-offered");
        patient(own).get("Patient/none/$everything").refused(404, "request.not-found");
        patient(own).get("Encounter/none/$everything").refused(403, "access.right");
        clerk().get("Appointment/$everything").refused(405, "update.not-offered");
    }
}
