package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of versions: a first version of 0 and weak tags only on one endpoint, moments and no versions on another. */
class VersionWireIT {

    private static final String PATCH = "[{\"op\":\"add\",\"path\":\"/description\",\"value\":\"later\"}]";

    private static TestServer server;
    private static Rest counted;
    private static Rest timed;

    @BeforeAll
    static void start() {
        Map<String, String> fromZero = new LinkedHashMap<>();
        fromZero.put("  ifMatch: required", "  ifMatch: required\n  form: weak\n  first: 0");
        fromZero.put("dialect: rfc6585", "dialect: millennium");
        server = TestServer.start(
                TestContracts.changed("core", "counted", fromZero).toString(),
                TestContracts.changed(
                                "core",
                                "timed",
                                "  ifMatch: required",
                                "  ifMatch: ignored\n  ifUnmodifiedSince: honoured\n  etag: none\n  announced: no-version")
                        .toString());
        counted = desk("counted");
        timed = desk("timed");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Rest desk(String contract) {
        Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*", "batch", "transaction"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        return desk;
    }

    private static ObjectNode appointment() {
        return Rest.fixture("core-appointment.json");
    }

    private static void tells(Answer answer, String version) {
        answer.showsVersion(version);
        if (answer.bytes().length > 0) {
            assertThat(answer.json().at("/meta/versionId").asText()).isEqualTo(version);
        }
        String place = answer.header("Content-Location");
        if (!place.isEmpty()) {
            assertThat(place).endsWith("/_history/" + version);
        }
    }

    @Test
    void callsTheFirstVersionZeroInEveryAnswer() {
        Answer post = counted.post(appointment()).is(201);
        String id = post.id();
        tells(post, "0");
        assertThat(post.headers().allValues("Location"))
                .containsExactly(counted.base() + "/Appointment/" + id + "/_history/0");
        tells(counted.get("Appointment/" + id).is(200), "0");

        tells(counted.patch("Appointment/" + id, PATCH, "If-Match", "W/\"0\"").is(200), "1");
        ObjectNode changed = appointment().put("id", id).put("comment", "x");
        tells(counted.put(changed, "If-Match", "W/\"1\"").is(200), "2");
        tells(
                counted.put(changed, "If-Match", "W/\"2\"", "Prefer", "return=minimal")
                        .is(200),
                "2");
        tells(counted.get("Appointment/" + id).is(200), "2");
    }

    @Test
    void readsAndListsVersionsAsTheyAreCalled() {
        String id = counted.post(appointment()).is(201).id();
        String path = "Appointment/" + id;
        counted.patch(path, PATCH, "If-Match", "W/\"0\"").is(200);

        tells(counted.get(path + "/_history/0").is(200), "0");
        tells(counted.get(path + "/_history/1").is(200), "1");
        counted.get(path + "/_history/2").refused(404, "request.not-found");

        JsonNode history = counted.get(path + "/_history").is(200).json();
        assertThat(history.findValuesAsText("versionId")).containsExactly("1", "0");
        assertThat(history.findValuesAsText("etag")).containsExactly("W/\"1\"", "W/\"0\"");
        assertThat(history.at("/entry/0/request/url").asText()).endsWith(path + "/_history/1");
        JsonNode found = counted.get("Appointment?_id=" + id).is(200).json();
        assertThat(found.at("/entry/0/resource/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    void comparesVersionsAsTheyAreCalled() {
        String id = counted.post(appointment()).is(201).id();
        String path = "Appointment/" + id;

        Answer stale = counted.patch(path, PATCH, "If-Match", "W/\"1\"").refused(409, "version.stale");
        assertThat(stale.header("ETag")).isEqualTo("W/\"0\"");
        assertThat(stale.issue().path("diagnostics").asText())
                .contains("version 0 is the current one", "If-Match: W/\"0\"");
        counted.get(path, "If-None-Match", "W/\"1\"").is(200);
        Answer known = counted.get(path, "If-None-Match", "W/\"0\"").is(304);
        assertThat(known.header("ETag")).isEqualTo("W/\"0\"");
        counted.send("DELETE", path, "", "If-Match", "W/\"1\"").refused(409, "version.stale");
        counted.send("DELETE", path, "", "If-Match", "W/\"0\"").is(200);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`\"0\"`", "0", "`W/\"0\", \"0\"`"})
    void takesWeakTagsOnly(String tag) {
        String id = counted.post(appointment()).is(201).id();

        counted.patch("Appointment/" + id, PATCH, "If-Match", tag).refused(412, "version.malformed");
        counted.patch("Appointment/" + id, PATCH).refused(412, "version.missing");
    }

    @Test
    void callsVersionsInBundlesTheSame() {
        String id = counted.post(appointment()).is(201).id();
        String bundle = """
            {"resourceType": "Bundle", "type": "batch", "entry": [
              {"request": {"method": "GET", "url": "Appointment/%1$s/_history/0"}},
              {"request": {"method": "PUT", "url": "Appointment/%1$s", "ifMatch": "W/\\"0\\""}, "resource": %2$s},
              {"request": {"method": "PUT", "url": "Appointment/%1$s", "ifMatch": "W/\\"7\\""}, "resource": %2$s}]}
            """.formatted(id, appointment().put("id", id).put("comment", "x"));
        // Each alone: two writes of one resource in a bundle are refused.
        JsonNode read = batch(bundle, 0);
        assertThat(read.at("/resource/meta/versionId").asText()).isEqualTo("0");
        JsonNode stale = batch(bundle, 2);
        assertThat(stale.at("/response/status").asText()).startsWith("409");
        JsonNode written = batch(bundle, 1);
        assertThat(written.at("/response/etag").asText()).isIn("W/\"1\"", "1");
        assertThat(written.at("/response/location").asText()).endsWith("Appointment/" + id + "/_history/1");
        tells(counted.get("Appointment/" + id).is(200), "1");
    }

    private static JsonNode batch(String bundle, int entry) {
        try {
            ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(bundle);
            JsonNode one = whole.path("entry").path(entry);
            whole.putArray("entry").add(one);
            return counted.send("POST", "", whole.toString(), "Content-Type", "application/fhir+json")
                    .is(200)
                    .json()
                    .at("/entry/0");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void letsOneClientWinEachVersion() throws InterruptedException {
        String id = counted.post(appointment()).is(201).id();

        for (int round = 0; round < 3; round++) {
            String seen = "W/\"" + round + "\"";
            List<Answer> answers = Race.atOnce(client ->
                    counted.put(appointment().put("id", id).put("comment", "x" + seen + client), "If-Match", seen));

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
            assertThat(answers).allMatch(answer -> List.of(200, 409, 423).contains(answer.status()));
            tells(counted.get("Appointment/" + id).is(200), String.valueOf(round + 1));
        }
    }

    @Test
    void tellsNoVersionsAndIgnoresThoseThatAreSent() {
        Answer post = timed.post(appointment()).is(201);
        String path = "Appointment/" + post.id();
        Answer read = timed.get(path).is(200);
        Answer patched = timed.patch(path, PATCH, "If-Match", "W/\"7\"").is(200);

        for (Answer answer : List.of(post, read, patched)) {
            assertThat(answer.header("ETag")).isEmpty();
            assertThat(answer.header("Content-Location")).isEmpty();
            assertThat(answer.header("Last-Modified")).isNotEmpty();
        }
        timed.put(appointment().put("id", post.id()), "If-Match", "abc", "If-None-Match", "*")
                .is(200);
        JsonNode types = timed.get("metadata").is(200).json().at("/rest/0/resource");
        assertThat(types).anySatisfy(type -> {
            assertThat(type.path("type").asText()).isEqualTo("Appointment");
            assertThat(type.path("versioning").asText()).isEqualTo("no-version");
        });
    }

    @Test
    void holdsAChangeToTheMomentItNames() {
        Answer post = timed.post(appointment()).is(201);
        String path = "Appointment/" + post.id();
        Instant changed =
                Instant.from(ZonedDateTime.parse(post.header("Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME));
        String before = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                changed.minusSeconds(1).atZone(ZoneOffset.UTC));

        Answer refused = timed.patch(path, PATCH, "If-Unmodified-Since", before).refused(412, "version.modified");
        assertThat(refused.header("Last-Modified")).isEqualTo(post.header("Last-Modified"));
        timed.put(appointment().put("id", post.id()), "If-Unmodified-Since", before)
                .refused(412, "version.modified");
        timed.send("DELETE", path, "", "If-Unmodified-Since", before).refused(412, "version.modified");
        timed.patch(path, PATCH, "If-Unmodified-Since", "yesterday").is(200);
        Answer now = timed.get(path).is(200);
        timed.put(
                        appointment().put("id", post.id()).put("comment", "x"),
                        "If-Unmodified-Since",
                        now.header("Last-Modified"))
                .is(200);
    }

    @Test
    void letsOneClientWinAMoment() throws InterruptedException {
        Answer post = timed.post(appointment()).is(201);
        String seen = post.header("Last-Modified");
        Instant changed = Instant.from(ZonedDateTime.parse(seen, DateTimeFormatter.RFC_1123_DATE_TIME));
        while (Instant.now().getEpochSecond() <= changed.getEpochSecond()) {
            // Two changes in one second are one moment.
            TimeUnit.MILLISECONDS.sleep(50);
        }

        List<Answer> answers = Race.atOnce(client -> timed.put(
                appointment().put("id", post.id()).put("comment", "x" + client), "If-Unmodified-Since", seen));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers).allMatch(answer -> List.of(200, 412, 423).contains(answer.status()));
    }
}
