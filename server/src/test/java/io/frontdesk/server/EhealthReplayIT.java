package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The update of a video appointment as a client of the Danish infrastructure sent it in 2019: its headers, its kind of body,
 * and what came back.
 */
@ExtendWith(SharedServer.class)
class EhealthReplayIT {

    private static final String DEFINITIONS = "http://ehealth.sundhed.dk/fhir/StructureDefinition/";
    private static final String VIDEO = DEFINITIONS + "ehealth-videoappointment";
    private static final String PLAIN = DEFINITIONS + "ehealth-appointment";
    private static final String SOURCE = "http://hapifhir.io/fhir/StructureDefinition/resource-meta-source";
    private static final String[] SORTED = {
        DEFINITIONS + "ehealth-end-meeting-on-end-time",
        DEFINITIONS + "ehealth-max-participants",
        DEFINITIONS + "ehealth-meeting-url",
        DEFINITIONS + "ehealth-pin-code",
        DEFINITIONS + "ehealth-responsible"
    };
    private static final Map<String, ?> PRACTITIONER = Map.of(
            "user_type",
            "PRACTITIONER",
            "user_id",
            "https://organization.example.org/fhir/Practitioner/7002",
            "context",
            Map.of(
                    "organization_id",
                    "https://organization.example.org/fhir/Organization/7000",
                    "care_team_id",
                    "https://organization.example.org/fhir/CareTeam/7001"));

    private final TestServer server;
    private final Rest practitioner;
    private ObjectNode sent = Rest.fixture("dk-video-update.json");
    private JsonNode second = sent;

    EhealthReplayIT(TestServer server) {
        this.server = server;
        practitioner = new Rest(
                server.base("ehealth-dk"),
                server.token(PRACTITIONER, "Appointment.*", "Patient.update", "Appointment.update"));
    }

    @BeforeEach
    void bringAnAppointmentToVersionTwo() {
        practitioner.put(patient());
        Answer created =
                practitioner.post(Rest.fixture("dk-video-create.json")).is(201).showsVersion("1");
        String id = created.id();
        assertThat(created.header("Location")).endsWith("/fhir/ehealth-dk/Appointment/" + id + "/_history/1");

        ObjectNode next = (ObjectNode) created.json();
        next.put("status", "pending");
        second = practitioner
                .put(next, "If-Match", "\"1\"")
                .is(200)
                .showsVersion("2")
                .json();
        sent = Rest.fixture("dk-video-update.json").put("id", id);
    }

    @Test
    void answersTheUpdateAsTheNationalServerDid() {
        Answer answer = replay(practitioner, "\"2\"").is(200).showsVersion("3");

        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/fhir+json;charset=UTF-8");
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        expectThirdVersion(answer.json());
    }

    @Test
    void showsWhatItAnsweredToEveryLaterReader() {
        JsonNode answered = replay(practitioner, "\"2\"").is(200).json();
        String id = sent.path("id").asText();

        JsonNode read =
                practitioner.get("Appointment/" + id).is(200).showsVersion("3").json();
        JsonNode versioned = practitioner
                .get("Appointment/" + id + "/_history/3")
                .is(200)
                .showsVersion("3")
                .json();
        JsonNode found = practitioner.get("Appointment?_id=" + id).is(200).json();

        expectThirdVersion(read);
        assertSame(read, answered);
        assertSame(versioned, answered);
        assertThat(found.path("entry")).hasSize(1);
        assertSame(found.at("/entry/0/resource"), answered);
        assertSame(
                practitioner
                        .get("Appointment/" + id + "/_history/2")
                        .is(200)
                        .showsVersion("2")
                        .json(),
                second);
    }

    @Test
    void changesNothingWhenTheClientSawAnOlderVersion() {
        replay(practitioner, "\"2\"").is(200);
        JsonNode before = stored();

        Answer refused = replay(practitioner, "\"1\"").refused(409, "version.stale");

        assertThat(refused.issue().path("code").asText()).isEqualTo("processing");
        assertSame(stored(), before);
    }

    @Test
    void changesNothingWithoutTheRole() {
        JsonNode before = stored();
        Rest reader = practitioner.with(server.token(
                PRACTITIONER, "Appointment.read", "Appointment.search", "Appointment.patch", "Patient.update"));

        Answer refused = replay(reader, "\"2\"").refused(403, "access.right");

        assertThat(refused.issue().path("diagnostics").asText())
                .isEqualTo("Insufficient permission for update for Appointment");
        assertSame(stored(), before);
    }

    @Test
    void leavesACancelledAppointmentCancelled() {
        replay(practitioner, "\"2\"").is(200);
        sent.put("status", "cancelled");
        replay(practitioner, "\"3\"").is(200).showsVersion("4");
        JsonNode before = stored();

        sent.put("status", "booked");
        Answer refused = replay(practitioner, "\"4\"").refused(422, "status.final");

        assertThat(refused.issue().path("diagnostics").asText()).isEqualTo("Status change not allowed");
        assertThat(refused.issue().path("code").asText()).isEqualTo("processing");
        refused.names("Appointment.status").names("cancelled").names("booked");
        assertSame(stored(), before);
    }

    @Test
    void makesReferencesToItselfRelative() {
        ObjectNode actor = (ObjectNode) sent.at("/participant/2/actor");
        actor.put("reference", practitioner.base() + "/Patient/257");

        JsonNode answered = replay(practitioner, "\"2\"").is(200).json();

        assertThat(answered.at("/participant/2/actor/reference").asText()).isEqualTo("Patient/257");
        assertSame(stored(), answered);
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json; charset=UTF-8, application/fhir+json, application/fhir+json",
        "application/json+fhir; charset=UTF-8, application/json+fhir, application/json+fhir",
        "application/json+fhir, application/fhir+json;q=0.5, application/fhir+json",
        "application/fhir+json, application/json+fhir;q=0.9, application/json+fhir",
        "application/json, application/json, application/fhir+json",
    })
    void speaksTheMediaTypesOfBothEras(String contentType, String accept, String answered) {
        Answer answer = practitioner
                .put(sent, "If-Match", "\"2\"", "Content-Type", contentType, "Accept", accept)
                .is(200);

        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(answered + ";charset=UTF-8");
        assertThat(answer.header("Content-Encoding")).isEmpty();
        expectThirdVersion(answer.json());
    }

    @Test
    void readsAPackedBody() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(sent.toString().getBytes(StandardCharsets.UTF_8));
        }

        Answer answer = practitioner.send(
                "PUT",
                "Appointment/" + sent.path("id").asText(),
                packed.toByteArray(),
                "If-Match",
                "\"2\"",
                "Content-Encoding",
                "gzip",
                "Content-Type",
                "application/fhir+json");

        expectThirdVersion(answer.is(200).json());
    }

    @Test
    void keepsWhatIsItsOwnWhenTheClientLeavesItOut() {
        sent.remove("meta");
        ArrayNode extensions = (ArrayNode) sent.path("extension");
        extensions.remove(4);
        extensions.remove(3);

        JsonNode answered = replay(practitioner, "\"2\"").is(200).json();

        assertThat(urls(answered)).containsExactly(SORTED);
        assertThat(extension(answered, "ehealth-meeting-url")).isEqualTo(extension(second, "ehealth-meeting-url"));
    }

    @Test
    void keepsTheOrderWhenAPatchAddsAnExtension() {
        replay(practitioner, "\"2\"").is(200);
        String patch = "[{\"op\":\"add\",\"path\":\"/extension/0\",\"value\":"
                + "{\"url\":\"http://zoo.example.org/last\",\"valueString\":\"z\"}},"
                + "{\"op\":\"add\",\"path\":\"/extension/-\",\"value\":"
                + "{\"url\":\"http://a.example.org/first\",\"valueString\":\"a\"}}]";

        JsonNode answered = practitioner
                .patch("Appointment/" + sent.path("id").asText(), patch, "If-Match", "\"3\"")
                .is(200)
                .showsVersion("4")
                .json();

        List<String> expected = new ArrayList<>(List.of("http://a.example.org/first"));
        expected.addAll(List.of(SORTED));
        expected.add("http://zoo.example.org/last");
        assertThat(urls(answered)).containsExactlyElementsOf(expected);
        assertSame(stored(), answered);
    }

    /** Sends the update with the headers that the client of 2019 sent, in its order. */
    private Answer replay(Rest caller, String ifMatch) {
        return caller.put(
                sent,
                "Accept-Charset",
                "utf-8",
                "If-Match",
                ifMatch,
                "Accept",
                "application/fhir+json;q=1.0, application/json+fhir;q=0.9",
                "User-Agent",
                "HAPI-FHIR/4.0.0 (FHIR Client; FHIR 3.0.1/DSTU3; apache)",
                "Accept-Encoding",
                "gzip",
                "Content-Type",
                "application/fhir+json; charset=UTF-8");
    }

    private void expectThirdVersion(JsonNode shown) {
        assertThat(shown.path("id")).isEqualTo(sent.path("id"));
        assertThat(shown.at("/meta/versionId").asText()).isEqualTo("3");
        assertThat(shown.at("/meta/lastUpdated").asText())
                .isNotEqualTo(sent.at("/meta/lastUpdated").asText());
        assertThat(texts(shown.at("/meta/profile"))).containsExactly(VIDEO, PLAIN);
        assertThat(shown.at("/meta/extension")).hasSizeLessThanOrEqualTo(1);
        assertThat(shown.toString()).doesNotContain("#c0ffee5eed5eed01");
        shown.at("/meta/extension").forEach(extension -> {
            assertThat(extension.path("url").asText()).isEqualTo(SOURCE);
            assertThat(extension.path("valueUri").asText()).startsWith("#");
        });

        assertThat(urls(shown)).containsExactly(SORTED);
        JsonNode room = extension(shown, "ehealth-meeting-url");
        assertThat(room).isEqualTo(extension(second, "ehealth-meeting-url"));
        assertThat(room.path("valueUri").asText()).matches("https://video\\.example\\.org/[0-9a-f-]{36}");
        JsonNode pin = extension(shown, "ehealth-pin-code");
        assertThat(pin).isEqualTo(extension(second, "ehealth-pin-code"));
        assertThat(pin.path("valueString").asText()).matches("\\d{4}");

        ObjectNode rest = shown.deepCopy();
        ObjectNode wanted = sent.deepCopy();
        for (ObjectNode resource : List.of(rest, wanted)) {
            resource.remove("meta");
            resource.remove("extension");
        }
        assertThat(rest).as("all else is stored as sent").isEqualTo(wanted);
        for (String kept :
                List.of("ehealth-responsible", "ehealth-max-participants", "ehealth-end-meeting-on-end-time")) {
            assertThat(extension(shown, kept)).isEqualTo(extension(sent, kept));
        }
    }

    private JsonNode stored() {
        return practitioner
                .get("Appointment/" + sent.path("id").asText())
                .is(200)
                .json();
    }

    /** Compares line by line, order included, so that a difference can be read. */
    private static void assertSame(JsonNode shown, JsonNode wanted) {
        assertThat(shown.path("meta").toPrettyString())
                .isEqualTo(wanted.path("meta").toPrettyString());
        assertThat(shown.toPrettyString()).isEqualTo(wanted.toPrettyString());
    }

    private static JsonNode extension(JsonNode resource, String name) {
        for (JsonNode extension : resource.path("extension")) {
            if (extension.path("url").asText().equals(DEFINITIONS + name)) {
                return extension;
            }
        }
        throw new AssertionError(name + " is not in " + resource);
    }

    private static List<String> urls(JsonNode resource) {
        return texts(resource.path("extension"), "url");
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(member).asText()));
        return texts;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static ObjectNode patient() {
        return Rest.fixture("patient.json").put("id", "257");
    }
}
