package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.AdditionalRequestHeadersInterceptor;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus;
import org.hl7.fhir.dstu3.model.Location;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Danish endpoint of 2019 does on the wire: bodies, headers, versions, statuses, fields, its own parts, errors. */
@ExtendWith(SharedServer.class)
class EhealthDkIT {

    private static final List<String> STATUSES =
            List.of("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error");
    private static final List<String> FINAL = List.of("cancelled", "entered-in-error");
    private static final String SOURCE = "http://hapifhir.io/fhir/StructureDefinition/resource-meta-source";
    private static final String VDX = "http://vdx.medcom.dk/meeting";

    private final TestServer server;
    private final Ehealth dk;
    private final Rest nurse;
    private String patient = "";

    EhealthDkIT(TestServer server) {
        this.server = server;
        dk = new Ehealth(server, "ehealth-dk");
        nurse = dk.nurse("");
    }

    @BeforeEach
    void storeAPatient() {
        patient = dk.newPatient();
    }

    private ObjectNode stored(ObjectNode appointment) {
        return dk.stored(appointment);
    }

    private JsonNode now(JsonNode appointment) {
        return nurse.get(Ehealth.path(appointment)).is(200).json();
    }

    private IGenericClient client() {
        FhirContext dstu3 = FhirContext.forDstu3Cached();
        dstu3.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = dstu3.newRestfulGenericClient(dk.base());
        var token = new AdditionalRequestHeadersInterceptor();
        token.addHeaderValue(
                "Authorization",
                "Bearer " + server.token(Ehealth.practitioner(Ehealth.NURSE, Ehealth.TEAM, ""), Ehealth.ALL));
        client.registerInterceptor(token);
        return client;
    }

    // The wire

    @Test
    void servesTheStu3ClientFromCreateToCancellation() {
        IGenericClient client = client();
        Appointment sent = FhirContext.forDstu3Cached()
                .newJsonParser()
                .parseResource(Appointment.class, Ehealth.video(patient).toString());

        Appointment first =
                (Appointment) client.create().resource(sent).execute().getResource();
        assertThat(first.getIdElement().getVersionIdPart()).isEqualTo("1");
        assertThat(first.getMeta().getProfile()).hasSize(2);
        first.setStatus(AppointmentStatus.BOOKED);
        ((Location) first.getContained().get(0)).setAddress(null).setName("Room 43b");
        Appointment second =
                (Appointment) client.update().resource(first).execute().getResource();
        Appointment read = client.read()
                .resource(Appointment.class)
                .withId(second.getIdElement().getIdPart())
                .execute();

        assertThat(read.getIdElement().getVersionIdPart()).isEqualTo("2");
        assertThat(read.getContained()).hasSize(1);
        assertThat(((Location) read.getContained().get(0)).getName()).isEqualTo("Room 43b");
        assertThat(((Location) read.getContained().get(0)).hasAddress()).isFalse();
        first.setDescription("lost");
        assertThatThrownBy(() -> client.update().resource(first).execute())
                .isInstanceOf(ResourceVersionConflictException.class);
        var patched = client.patch()
                .withBody("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"cancelled\"}]")
                .withId(read.getIdElement().toUnqualifiedVersionless())
                .execute();
        assertThat(patched.getId().getVersionIdPart()).isEqualTo("3");
        Appointment third = (Appointment) patched.getResource();
        third.setStatus(AppointmentStatus.BOOKED);
        assertThatThrownBy(() -> client.update().resource(third).execute())
                .isInstanceOf(UnprocessableEntityException.class)
                .hasMessageContaining("Status change not allowed");
    }

    @ParameterizedTest
    @CsvSource({"POST, 201, 1", "PUT, 200, 2", "PATCH, 200, 2"})
    void answersEveryWriteWithTheWholeResource(String method, int status, String version) {
        ObjectNode video = Ehealth.video(patient);
        ObjectNode stored = method.equals("POST") ? video : stored(video);

        Answer answer = switch (method) {
            case "POST" -> nurse.post(video);
            case "PUT" -> nurse.put(stored.put("comment", "new"), "If-Match", "\"1\"");
            default -> nurse.patch(Ehealth.path(stored), "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"new\"}]");
        };

        answer.is(status).showsVersion(version);
        assertThat(answer.json().at("/meta/versionId").asText()).isEqualTo(version);
        assertThat(answer.json().at("/meta/lastUpdated").asText()).isNotEmpty();
        assertThat(answer.json()).isEqualTo(now(answer.json()));
        assertThat(Ehealth.texts(answer.json().at("/meta/profile")))
                .containsExactlyInAnyOrder(Ehealth.VIDEO, Ehealth.PLAIN);
        if (method.equals("POST")) {
            assertThat(answer.header("Location")).endsWith("/Appointment/" + answer.id() + "/_history/1");
        }
    }

    @Test
    void ignoresWhatTheClientSaysInMetaOfVersionAndSource() {
        ObjectNode stored = stored(Ehealth.video(patient));
        ObjectNode meta = (ObjectNode) stored.get("meta");
        meta.put("versionId", "77").put("lastUpdated", "2001-01-01T00:00:00Z");
        meta.putArray("extension").addObject().put("url", SOURCE).put("valueUri", "#client");

        JsonNode answered = nurse.put(stored.put("comment", "new"))
                .is(200)
                .showsVersion("2")
                .json();

        assertThat(answered.at("/meta/lastUpdated").asText()).doesNotStartWith("2001");
        assertThat(answered.toString()).doesNotContain("#client");
        assertThat(answered.at("/meta/extension")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void labelsPlainAppointmentsOnceAndVideoAppointmentsTwice() {
        assertThat(Ehealth.texts(stored(Ehealth.plain(patient)).at("/meta/profile")))
                .containsExactly(Ehealth.PLAIN);
        assertThat(Ehealth.texts(stored(Ehealth.video(patient)).at("/meta/profile")))
                .containsExactlyInAnyOrder(Ehealth.VIDEO, Ehealth.PLAIN);
        ObjectNode unlabelled = Ehealth.plain(patient);
        unlabelled.remove("meta");
        assertThat(Ehealth.texts(stored(unlabelled).at("/meta/profile"))).containsExactly(Ehealth.PLAIN);
    }

    @Test
    void makesOwnReferencesRelativeAndLeavesOthers() {
        ObjectNode video = Ehealth.video(patient);
        ((ObjectNode) video.at("/participant/2/actor")).put("reference", dk.base() + "/Patient/" + patient);

        JsonNode stored = stored(video);

        assertThat(stored.at("/participant/2/actor/reference").asText()).isEqualTo("Patient/" + patient);
        assertThat(stored.at("/participant/1/actor/reference").asText()).isEqualTo(Ehealth.NURSE);
        assertThat(stored.at("/participant/3/actor/reference").asText()).isEqualTo("#1");
        assertThat(Ehealth.extension(stored, "ehealth-responsible")
                        .at("/valueReference/reference")
                        .asText())
                .isEqualTo(Ehealth.TEAM);
    }

    @Test
    void keepsEveryExtensionWhateverTheirOrder() {
        ObjectNode video = Ehealth.video(patient);
        Ehealth.add(video, "ehealth-end-meeting-on-end-time", "valueString", "x");
        ((ObjectNode) video.at("/extension/2")).remove("valueString");
        ((ObjectNode) video.at("/extension/2")).put("valueBoolean", false);

        List<String> urls = Ehealth.texts(stored(video).path("extension"), "url");

        assertThat(urls)
                .containsExactlyInAnyOrder(
                        Ehealth.DEFINITIONS + "ehealth-end-meeting-on-end-time",
                        Ehealth.DEFINITIONS + "ehealth-max-participants",
                        Ehealth.DEFINITIONS + "ehealth-meeting-url",
                        Ehealth.DEFINITIONS + "ehealth-pin-code",
                        Ehealth.DEFINITIONS + "ehealth-responsible");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, Appointment/{id}",
        "DELETE, Appointment?identifier=x",
        "GET, Appointment/{id}/_history",
        "GET, Appointment/_history",
        "GET, _history",
        "PATCH, Appointment?identifier=x",
    })
    void offersNeitherDeletionNorHistory(String method, String path) {
        ObjectNode stored = stored(Ehealth.plain(patient));

        dk.system("Appointment.*", "Appointment.delete")
                .send(
                        method,
                        path.replace("{id}", stored.path("id").asText()),
                        method.equals("PATCH") ? "[]" : "",
                        "Content-Type",
                        "application/json-patch+json")
                .refused(405, "update.not-offered");

        assertThat(now(stored)).isEqualTo(stored);
    }

    @Test
    void publishesWhatTheNationalServerPublished() {
        JsonNode statement = nurse.get("metadata").is(200).json();
        JsonNode appointment = null;
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            appointment = resource.path("type").asText().equals("Appointment") ? resource : appointment;
        }

        assertThat(statement.path("fhirVersion").asText()).isEqualTo("3.0.2");
        assertThat(Ehealth.texts(statement.path("format"))).contains("application/fhir+xml", "application/fhir+json");
        assertThat(Ehealth.texts(statement.path("patchFormat"))).containsExactly("application/json-patch+json");
        assertThat(Ehealth.texts(appointment.path("interaction"), "code"))
                .containsExactlyInAnyOrder("read", "vread", "update", "patch", "create", "search-type");
        assertThat(appointment.path("versioning").asText()).isEqualTo("versioned-update");
        assertThat(appointment.path("conditionalCreate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalUpdate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalDelete").asText()).isEqualTo("not-supported");
        assertThat(appointment.path("updateCreate").asBoolean()).isFalse();
        assertThat(Ehealth.texts(appointment.path("searchInclude")))
                .containsExactly("*", "Appointment:actor", "Appointment:patient");
        assertThat(appointment.has("searchRevInclude")).isFalse();
        assertThat(Ehealth.texts(appointment.path("searchParam"), "name"))
                .containsExactly(
                        "_id",
                        "_language",
                        "_lastUpdated",
                        "_profile",
                        "_security",
                        "_tag",
                        "_has",
                        "actor",
                        "appointment-type",
                        "based-on",
                        "date",
                        "identifier",
                        "location",
                        "part-status",
                        "patient",
                        "practitioner",
                        "responsible",
                        "service-type",
                        "status");
    }

    @Test
    void createsAndUpdatesByCriteriaForWhoSeesEverything() {
        Rest system = dk.system();
        ObjectNode plain = Ehealth.plain(patient);
        plain.putArray("identifier").addObject().put("system", "urn:test").put("value", patient);
        String criteria = "identifier=urn:test%7C" + patient;

        Answer created = system.send(
                "PUT", "Appointment?" + criteria, plain.toString(), "Content-Type", "application/fhir+json");
        created.is(201).showsVersion("1");
        plain.put("comment", "by criteria");
        system.send("PUT", "Appointment?" + criteria, plain.toString(), "Content-Type", "application/fhir+json")
                .is(200)
                .showsVersion("2");
        system.post(plain, "If-None-Exist", criteria).is(200);
        assertThat(now(created.json()).path("comment").asText()).isEqualTo("by criteria");

        nurse.send("PUT", "Appointment?" + criteria, plain.toString(), "Content-Type", "application/fhir+json")
                .refused(403, "update.form-not-offered");
        nurse.post(plain, "If-None-Exist", criteria).refused(403, "update.form-not-offered");
    }

    // Preconditions and versions

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -               | 200
        "2"             | 200
        W/"2"           | 200
        "1", "2"        | 200
        *               | 200
        "1"             | 409
        W/"1"           | 409
        "3"             | 409
        "abc"           | 409
        """)
    void holdsAChangeToTheVersionNamed(String ifMatch, int status) {
        for (String method : List.of("PUT", "PATCH")) {
            ObjectNode stored = stored(Ehealth.video(patient));
            ObjectNode second = (ObjectNode)
                    nurse.put(stored.put("comment", "second")).is(200).json();
            String[] headers = ifMatch == null ? new String[0] : new String[] {"If-Match", ifMatch};

            Answer answer = method.equals("PUT")
                    ? nurse.put(second.deepCopy().put("comment", "third"), headers)
                    : nurse.patch(
                            Ehealth.path(second),
                            "[{\"op\":\"replace\",\"path\":\"/comment\",\"value\":\"third\"}]",
                            headers);

            if (status == 200) {
                answer.is(200).showsVersion("3");
            } else {
                answer.refused(status, "version.stale");
                assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
                assertThat(now(second)).isEqualTo(second);
            }
        }
    }

    @Test
    void refusesAnotherIdAndAnUnknownOne() {
        ObjectNode stored = stored(Ehealth.plain(patient));
        String body = stored.deepCopy().put("id", "other").toString();

        nurse.send("PUT", Ehealth.path(stored), body, "Content-Type", "application/fhir+json")
                .refused(400, "update.id-mismatch");
        Answer unknown = nurse.put(stored.deepCopy().put("id", "not-there")).is(404);
        assertThat(diagnostics(unknown)).isEqualTo("Resource Appointment with id not-there is not found.");
        Answer unread = nurse.get("Appointment/not-there").is(404);
        assertThat(diagnostics(unread)).isEqualTo("Resource Appointment with id not-there is not found.");
        Answer unpatched = nurse.patch("Appointment/not-there", "[{\"op\":\"remove\",\"path\":\"/comment\"}]")
                .is(404);
        assertThat(diagnostics(unpatched)).isEqualTo("Resource Appointment with id not-there is not found.");
    }

    // Status

    static Stream<String> pairs() {
        return STATUSES.stream().flatMap(from -> STATUSES.stream().map(to -> from + " " + to));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesAsTheTableSays(String pair) {
        String from = pair.split(" ")[0];
        String to = pair.split(" ")[1];
        boolean allowed = from.equals(to) || !FINAL.contains(from);
        for (String method : List.of("PUT", "PATCH")) {
            ObjectNode stored = stored(Ehealth.plain(patient).put("status", from));

            Answer answer = method.equals("PUT")
                    ? nurse.put(stored.deepCopy().put("status", to).put("comment", "moved"))
                    : nurse.patch(
                            Ehealth.path(stored),
                            "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + to
                                    + "\"},{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"moved\"}]");

            if (allowed) {
                answer.is(200).showsVersion("2");
                assertThat(now(stored).path("status").asText()).isEqualTo(to);
                assertThat(now(stored).path("comment").asText()).isEqualTo("moved");
            } else {
                answer.refused(422, "status.final");
                assertThat(diagnostics(answer)).isEqualTo("Status change not allowed");
                assertThat(now(stored)).isEqualTo(stored);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked-in", "waitlist", "Booked", "refused"})
    void knowsNoStatusOfALaterRelease(String status) {
        nurse.post(Ehealth.plain(patient).put("status", status)).is(400);
        ObjectNode stored = stored(Ehealth.plain(patient));
        nurse.put(stored.deepCopy().put("status", status)).is(400);
        assertThat(now(stored)).isEqualTo(stored);
    }

    @Test
    void takesTheStatusOfParticipantsAsItIsSent() {
        ObjectNode stored = stored(Ehealth.plain(patient));
        ((ObjectNode) stored.at("/participant/1")).put("status", "declined");

        JsonNode answered = nurse.put(stored).is(200).json();

        assertThat(answered.at("/participant/1/status").asText()).isEqualTo("declined");
    }

    // Fields

    /** A change that breaks a rule of a profile, to be made to an appointment that keeps all of them. */
    private record Breach(String name, boolean video, java.util.function.Consumer<ObjectNode> change) {
        @Override
        public String toString() {
            return (video ? "video: " : "plain: ") + name;
        }
    }

    private static ObjectNode responsible(ObjectNode appointment) {
        return (ObjectNode)
                Ehealth.extension(appointment, "ehealth-responsible").get("valueReference");
    }

    static Stream<Breach> breaches() {
        List<Breach> breaches = new ArrayList<>();
        breaches.add(new Breach("no responsible", false, a -> ((ArrayNode) a.get("extension")).removeAll()));
        breaches.add(new Breach(
                "two responsible",
                false,
                a -> ((ArrayNode) a.get("extension")).add(a.at("/extension/0").deepCopy())));
        for (boolean video : List.of(true, false)) {
            breaches.add(new Breach(
                    "responsible is a Device",
                    video,
                    a -> responsible(a).put("reference", Ehealth.ELSEWHERE + "Device/1")));
            breaches.add(new Breach(
                    "responsible takes no part",
                    video,
                    a -> responsible(a).put("reference", Ehealth.ELSEWHERE + "CareTeam/9999")));
            breaches.add(new Breach("one participant", video, a -> {
                JsonNode first = a.at("/participant/0").deepCopy();
                a.putArray("participant").add(first);
            }));
            breaches.add(new Breach(
                    "actor is a Device",
                    video,
                    a -> ((ObjectNode) a.at("/participant/1"))
                            .putObject("actor")
                            .put("reference", Ehealth.ELSEWHERE + "Device/1")));
            breaches.add(new Breach(
                    "care team is a Practitioner",
                    video,
                    a -> ((ObjectNode) a.at("/participant/0/extension/0/valueReference"))
                            .put("reference", Ehealth.NURSE)));
            breaches.add(new Breach(
                    "neither actor nor type", video, a -> ((ObjectNode) a.at("/participant/0")).remove("type")));
            breaches.add(new Breach("no appointmentType", video, a -> a.remove("appointmentType")));
            breaches.add(new Breach(
                    "unknown appointmentType",
                    video,
                    a -> ((ObjectNode) a.at("/appointmentType/coding/0")).put("code", "PARTY")));
            breaches.add(new Breach(
                    "unknown reason",
                    video,
                    a -> a.putArray("reason")
                            .addObject()
                            .putArray("coding")
                            .addObject()
                            .put("system", "http://ehealth.sundhed.dk/cs/appointment-reason")
                            .put("code", "1")));
            breaches.add(new Breach("start without end", video, a -> a.remove("end")));
        }
        breaches.add(new Breach("two reasons", false, a -> {
            ArrayNode reasons = a.putArray("reason");
            for (int i = 0; i < 2; i++) {
                reasons.addObject()
                        .putArray("coding")
                        .addObject()
                        .put("system", "http://ehealth.sundhed.dk/cs/appointment-reason")
                        .put("code", "412776001");
            }
        }));
        breaches.add(new Breach("no reason", true, a -> a.remove("reason")));
        breaches.add(new Breach("no description", true, a -> a.remove("description")));
        breaches.add(new Breach("no times", true, a -> a.remove(List.of("start", "end"))));
        breaches.add(new Breach("max-participants is a text", true, a -> {
            ((ArrayNode) a.get("extension"))
                    .removeIf(e -> e.path("url").asText().endsWith("max-participants"));
            Ehealth.add(a, "ehealth-max-participants", "valueString", "2");
        }));
        breaches.add(new Breach(
                "end-meeting is a text",
                true,
                a -> Ehealth.add(a, "ehealth-end-meeting-on-end-time", "valueString", "no")));
        breaches.add(new Breach("two max-participants", true, a -> {
            ObjectNode again = a.withArray("extension").addObject();
            again.put("url", Ehealth.DEFINITIONS + "ehealth-max-participants").put("valueInteger", 3);
        }));
        return breaches.stream();
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void holdsEveryFieldOnCreateAndOnUpdate(Breach breach) {
        ObjectNode sent = breach.video() ? Ehealth.video(patient) : Ehealth.plain(patient);
        ObjectNode stored = stored(sent.deepCopy());
        breach.change().accept(sent);
        ObjectNode changed = stored.deepCopy();
        breach.change().accept(changed);

        for (Answer answer : List.of(dk.system().post(sent), dk.system().put(changed))) {
            answer.is(422);
            assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
            assertThat(answer.issue().path("severity").asText()).isEqualTo("error");
            assertThat(diagnostics(answer)).isNotBlank();
        }
        assertThat(now(stored)).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHECKUP", "EMERGENCY", "FOLLOWUP", "ROUTINE", "WALKIN"})
    void letsTheTypeChange(String code) {
        ObjectNode stored = stored(Ehealth.video(patient));
        ((ObjectNode) stored.at("/appointmentType/coding/0")).put("code", code);

        assertThat(nurse.put(stored)
                        .is(200)
                        .json()
                        .at("/appointmentType/coding/0/code")
                        .asText())
                .isEqualTo(code);
    }

    @Test
    void letsFreeFieldsChange() {
        ObjectNode stored = stored(Ehealth.video(patient));
        stored.put("priority", 1).put("comment", "first line\n second line").remove("contained");
        ((ArrayNode) stored.get("participant")).remove(3);

        JsonNode answered = nurse.put(stored).is(200).json();

        assertThat(answered.path("priority").asInt()).isEqualTo(1);
        assertThat(answered.path("comment").asText()).isEqualTo("first line\n second line");
        assertThat(answered.has("contained")).isFalse();
        assertThat(answered.path("participant")).hasSize(3);
    }

    // What the server makes

    @Test
    void makesARoomForVideoAppointmentsOnly() {
        JsonNode video = stored(Ehealth.add(
                Ehealth.add(Ehealth.video(patient), "ehealth-meeting-url", "valueUri", "https://mine.example.org"),
                "ehealth-pin-code",
                "valueString",
                "mine"));

        assertThat(Ehealth.extension(video, "ehealth-meeting-url")
                        .path("valueUri")
                        .asText())
                .matches("https://video\\.example\\.org/[0-9a-f-]{36}");
        assertThat(Ehealth.extension(video, "ehealth-pin-code")
                        .path("valueString")
                        .asText())
                .matches("\\d{4}");
        JsonNode plain = stored(Ehealth.plain(patient));
        assertThat(Ehealth.extension(plain, "ehealth-meeting-url").isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "left out", "as it was", "twice"})
    void keepsTheRoomWhateverTheClientSends(String how) {
        ObjectNode stored = stored(Ehealth.video(patient));
        ObjectNode sent = stored.deepCopy();
        ArrayNode extensions = (ArrayNode) sent.get("extension");
        if (!how.equals("as it was") && !how.equals("twice")) {
            extensions.removeIf(extension -> extension.path("url").asText().matches(".*(meeting-url|pin-code)"));
        }
        if (how.equals("changed") || how.equals("twice")) {
            Ehealth.add(sent, "ehealth-meeting-url", "valueUri", "https://mine.example.org");
            Ehealth.add(sent, "ehealth-pin-code", "valueString", "mine");
        }

        JsonNode answered = nurse.put(sent.put("comment", how)).is(200).json();

        for (String name : List.of("ehealth-meeting-url", "ehealth-pin-code")) {
            assertThat(Ehealth.extension(answered, name)).isEqualTo(Ehealth.extension(stored, name));
        }
        assertThat(answered.path("extension")).hasSameSizeAs(stored.path("extension"));
    }

    @Test
    void letsNobodySetTheRoomsIdentifier() {
        ObjectNode stored = stored(Ehealth.video(patient));
        ObjectNode sent = stored.deepCopy();
        sent.putArray("identifier").addObject().put("system", VDX).put("value", "mine");

        Answer refused = nurse.put(sent).refused(422, "update.server-owned");

        assertThat(diagnostics(refused)).isEqualTo("Manipulation of VDX identifiers not allowed");
        assertThat(now(stored)).isEqualTo(stored);
    }

    // Errors

    private static String diagnostics(Answer answer) {
        assertThat(answer.json().path("issue")).hasSize(1);
        assertThat(answer.issue().path("severity").asText()).isEqualTo("error");
        assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
        return answer.issue().path("diagnostics").asText();
    }

    @Test
    void tellsEveryErrorInTheWordsOfTheTable() {
        ObjectNode stored = stored(Ehealth.plain(patient));
        String path = Ehealth.path(stored);

        assertThat(diagnostics(nurse.send("POST", "Appointment", "{", "Content-Type", "application/fhir+json")
                        .is(400)))
                .isNotBlank();
        Answer anonymous = new Rest(dk.base(), "").get(path).is(401);
        assertThat(anonymous.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(diagnostics(anonymous)).isNotBlank();
        Answer stranger = new Rest(dk.base(), "x.y.z").get(path).is(401);
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(diagnostics(dk.system("Appointment.read").put(stored).is(403)))
                .isEqualTo("Insufficient permission for update for Appointment");
        assertThat(diagnostics(
                        dk.as(Map.of("user_type", "PRACTITIONER")).get(path).is(403)))
                .isEqualTo("Security token context missing for user type: PRACTITIONER");
        assertThat(diagnostics(dk.as(Ehealth.practitioner("", Ehealth.ELSEWHERE + "CareTeam/9999", ""))
                        .get(path)
                        .is(403)))
                .isEqualTo("Resource not matching security token context: CareTeam");
        assertThat(diagnostics(dk.nurse("Patient/other").get(path).is(403)))
                .isEqualTo("Resource not matching security token context: Patient");
        assertThat(diagnostics(dk.patient("other").get(path).is(403)))
                .isEqualTo("Resource not allowed for user: PATIENT");
        assertThat(diagnostics(dk.as(Map.of(
                                "user_type",
                                "PATIENT",
                                "user_id",
                                "Patient/" + patient,
                                "context",
                                Map.of("patient_id", "Patient/other")))
                        .get(path)
                        .is(403)))
                .isEqualTo("Security token context not allowed: Patient");
        assertThat(diagnostics(dk.patient(patient).put(stored).is(403)))
                .isEqualTo("Operation not allowed for user type: PATIENT");
        ObjectNode invalid = stored.deepCopy();
        invalid.remove("appointmentType");
        assertThat(diagnostics(dk.system().put(invalid).is(422)))
                .startsWith("Validation error: ")
                .endsWith(".");
        assertThat(now(stored)).isEqualTo(stored);
    }
}
