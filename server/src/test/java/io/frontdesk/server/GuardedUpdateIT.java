package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every guard on every way to an appointment, as clients meet it, on both built-in contracts. */
@ExtendWith(SharedServer.class)
class GuardedUpdateIT {

    private static final String TEAM = "https://organization.example.org/fhir/CareTeam/7001";
    private static final String OTHER_TEAM = "https://organization.example.org/fhir/CareTeam/9999";
    private static final Map<String, ?> SYSTEM = Map.of("user_type", "SYSTEM");
    private static final String COMMENT = "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"by patch\"}]";

    private final TestServer server;
    private final Map<String, Rest> anybody;

    GuardedUpdateIT(TestServer server) {
        this.server = server;
        anybody = Map.of(
                "core", new Rest(server.base("core"), server.token("Appointment.*", "Patient.*")),
                "ehealth-dk", new Rest(server.base("ehealth-dk"), server.token(SYSTEM, "Appointment.*", "Patient.*")));
    }

    @BeforeEach
    void storePatients() {
        rest("core").put(Rest.fixture("patient.json").put("id", "anna"));
        rest("ehealth-dk").put(Rest.fixture("patient.json").put("id", "257"));
    }

    @Test
    void servesTheR4Client() {
        IGenericClient client = client(FhirContext.forR4Cached(), "core", Map.of());
        Appointment sent = FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Appointment.class, Rest.fixture("core-appointment.json").toString());

        var created = client.create().resource(sent).execute();
        Appointment read = client.read()
                .resource(Appointment.class)
                .withId(created.getId().getIdPart())
                .execute();
        read.setDescription("moved to room 4");
        var updated = client.update().resource(read).execute();
        var patched = client.patch()
                .withBody(COMMENT)
                .withId(read.getIdElement().toUnqualifiedVersionless())
                .withAdditionalHeader("If-Match", "W/\"2\"")
                .execute();
        Bundle found = client.search()
                .forResource(Appointment.class)
                .where(Appointment.RES_ID.exactly().code(read.getIdElement().getIdPart()))
                .returnBundle(Bundle.class)
                .execute();

        assertThat(created.getCreated()).isTrue();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        assertThat(patched.getId().getVersionIdPart()).isEqualTo("3");
        assertThat(found.getEntryFirstRep().getResource()).isInstanceOfSatisfying(Appointment.class, appointment -> {
            assertThat(appointment.getDescription()).isEqualTo("moved to room 4");
            assertThat(appointment.getComment()).isEqualTo("by patch");
        });
        assertThatThrownBy(() -> client.update().resource(read).execute())
                .isInstanceOf(PreconditionFailedException.class);
        Appointment unversioned = read.copy();
        unversioned.setId(new IdType("Appointment", read.getIdElement().getIdPart()));
        assertThatThrownBy(() -> client.update().resource(unversioned).execute())
                .isInstanceOfSatisfying(
                        UnclassifiedServerFailureException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(428));
    }

    @Test
    void servesTheDstu3Client() {
        FhirContext dstu3 = FhirContext.forDstu3Cached();
        IGenericClient client = client(dstu3, "ehealth-dk", SYSTEM);
        var sent = dstu3.newJsonParser()
                .parseResource(
                        org.hl7.fhir.dstu3.model.Appointment.class,
                        Rest.fixture("dk-appointment.json").toString());

        var id = client.create().resource(sent).execute().getId();
        var read = client.read()
                .resource(org.hl7.fhir.dstu3.model.Appointment.class)
                .withId(id.getIdPart())
                .execute();
        read.setStatus(org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus.CANCELLED);
        client.update().resource(read).execute();

        assertThatThrownBy(() -> client.update().resource(read).execute())
                .isInstanceOf(ResourceVersionConflictException.class);
        read.setId("Appointment/" + id.getIdPart());
        read.setStatus(org.hl7.fhir.dstu3.model.Appointment.AppointmentStatus.BOOKED);
        assertThatThrownBy(() -> client.update().resource(read).execute())
                .isInstanceOf(UnprocessableEntityException.class)
                .hasMessageContaining("Status change not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment.create, POST",
        "Appointment.read, GET VREAD",
        "Appointment.search, SEARCH",
        "Appointment.update, PUT",
        "Appointment.patch, PATCH",
        "Appointment.write, POST PUT PATCH",
        "Appointment.*, POST GET VREAD SEARCH PUT PATCH",
        "Appointment.delete, ''",
        "appointment.read, ''",
        "Appointment.reads, ''",
        "Patient.*, ''",
        "*.*, ''",
        "*, ''",
    })
    void givesEachRoleItsInteractionsAndNoOther(String role, String allowed) {
        for (String contract : List.of("core", "ehealth-dk")) {
            ObjectNode stored = create(contract);
            String path = path(stored);
            Rest caller = rest(contract).with(server.token(SYSTEM, role));
            Set<String> through = new TreeSet<>();
            Map<String, Answer> answers = Map.of(
                    "POST", caller.post(fixture(contract)),
                    "GET", caller.get(path),
                    "VREAD", caller.get(path + "/_history/1"),
                    "SEARCH", caller.get("Appointment?_id=" + stored.path("id").asText()),
                    "PUT", caller.put(stored, "If-Match", "\"1\""),
                    "PATCH",
                            caller.patch(
                                    path,
                                    "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"booked\"}]",
                                    "If-Match",
                                    "\"1\""));
            answers.forEach((interaction, answer) -> {
                if (answer.status() < 300) {
                    through.add(interaction);
                } else {
                    answer.refused(403, "access.right");
                }
            });
            assertThat(through).as("%s on %s", role, contract).isEqualTo(words(allowed));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "ehealth-dk"})
    void tellsAMissingRightBeforeAnythingElse(String contract) {
        Rest nobody = rest(contract).with(server.token(SYSTEM, "Patient.read"));

        nobody.get("Appointment/nobody").refused(403, "access.right");
        nobody.send("PUT", "Appointment/nobody", "{broken", "Content-Type", "application/fhir+json", "If-Match", "abc")
                .refused(403, "access.right");
        nobody.patch("Appointment/nobody", "broken").refused(403, "access.right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "ehealth-dk"})
    void asksForATokenFirst(String contract) {
        String token = server.token(SYSTEM, "Appointment.*");
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        for (String bad : List.of("x", forged, token + "x", "a.b.c")) {
            Answer answer = rest(contract).with(bad).get("Appointment").refused(401, "token.invalid");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ").contains("error=\"invalid_token\"");
        }
        Answer answer = rest(contract)
                .with("")
                .send("POST", "Appointment", "{broken", "Content-Type", "application/fhir+json")
                .refused(401, "token.missing");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("error=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "ehealth-dk"})
    void showsTheVersionWithEveryAnswerThatShowsOrChangesOne(String contract) {
        Rest rest = rest(contract);
        Answer created = rest.post(fixture(contract)).is(201).showsVersion("1");
        ObjectNode body = (ObjectNode) created.json();
        String path = path(body);

        rest.get(path).is(200).showsVersion("1");
        rest.get(path + "/_history/1").is(200).showsVersion("1");
        rest.put(body, "If-Match", "\"1\"").is(200).showsVersion("1");
        rest.put(body.put("comment", "a"), "If-Match", "W/\"1\"").is(200).showsVersion("2");
        rest.patch(path, COMMENT, "If-Match", "\"2\"").is(200).showsVersion("3");
        rest.patch(path, COMMENT, "If-Match", "\"3\"").is(200).showsVersion("3");
        rest.get(path + "/_history/2").is(200).showsVersion("2");

        Answer minimal = rest.put(body.put("comment", "b"), "If-Match", "\"3\"", "Prefer", "return=minimal")
                .is(200)
                .showsVersion("4");
        assertThat(minimal.bytes()).isEmpty();
        minimal = rest.patch(path, COMMENT, "If-Match", "\"4\"", "Prefer", "return=minimal")
                .is(200)
                .showsVersion("5");
        assertThat(minimal.bytes()).isEmpty();
        rest.patch(path, COMMENT, "If-Match", "\"5\"", "Prefer", "return=minimal")
                .is(200)
                .showsVersion("5");
        rest.put(body.put("comment", "c"), "If-Match", "\"5\"", "Prefer", "return=OperationOutcome")
                .is(200)
                .showsVersion("6");
        rest.patch(path, COMMENT, "If-Match", "\"6\"", "Prefer", "return=OperationOutcome")
                .is(200)
                .showsVersion("7");
        rest.post(fixture(contract), "Prefer", "return=minimal").is(201).showsVersion("1");
    }

    @Test
    void holdsChangesToTheVersionThatTheClientSaw() {
        ObjectNode core = create("core");
        rest("core").put(core).refused(428, "version.missing");
        rest("core").patch(path(core), COMMENT).refused(428, "version.missing");
        rest("core").patch(path(core), COMMENT, "If-Match", "\"1\"").is(200);
        rest("core")
                .put(core, "If-Match", "\"1\"")
                .refused(412, "version.stale")
                .showsTag("2");
        rest("core").patch(path(core), COMMENT, "If-Match", "W/\"1\"").refused(412, "version.stale");

        ObjectNode dk = create("ehealth-dk");
        rest("ehealth-dk").put(dk.put("comment", "a")).is(200).showsVersion("2");
        rest("ehealth-dk").patch(path(dk), COMMENT).is(200).showsVersion("3");
        rest("ehealth-dk").patch(path(dk), COMMENT, "If-Match", "\"1\"").refused(409, "version.stale");
        rest("ehealth-dk").put(dk, "If-Match", "\"2\"").refused(409, "version.stale");
        rest("ehealth-dk").put(dk, "If-Match", "*").is(200).showsVersion("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "ehealth-dk"})
    void createsUnderAnIdOnlyWhereItMay(String contract) {
        Rest rest = rest(contract);
        ObjectNode appointment = fixture(contract).put("id", "invented");
        rest.put(appointment, "If-Match", "\"1\"").refused(404, "update.unknown-id");
        rest.get("Appointment/invented").refused(404, "request.not-found");
        rest.patch("Appointment/invented", COMMENT, "If-Match", "\"1\"").is(404);

        ObjectNode patient = Rest.fixture("patient.json").put("id", "new-" + System.nanoTime());
        rest.put(patient, "If-Match", "\"1\"").refused(404, "update.unknown-id");
        rest.put(patient, "If-Match", "*").refused(404, "update.unknown-id");
        rest.get("Patient/" + patient.path("id").asText()).refused(404, "request.not-found");
        Answer created = rest.put(patient).is(201).showsVersion("1");
        assertThat(created.header("Location"))
                .contains("Patient/" + patient.path("id").asText());
    }

    @Test
    void movesAnAppointmentAlongTheTableOnly() {
        Rest rest = rest("core");
        ObjectNode booked = create("core");
        String path = path(booked);
        Answer refused = rest.put(booked.put("status", "proposed"), "If-Match", "\"1\"")
                .refused(422, "status.transition")
                .names("Appointment.status")
                .names("booked")
                .names("proposed")
                .names("arrived");
        assertThat(refused.issue().path("code").asText()).isEqualTo("business-rule");
        rest.patch(path, status("proposed"), "If-Match", "\"1\"").refused(422, "status.transition");
        rest.patch(path, status("arrived"), "If-Match", "\"1\"").is(200);
        rest.put(booked.put("status", "fulfilled"), "If-Match", "\"2\"").is(200);
        rest.patch(path, status("cancelled"), "If-Match", "\"3\"").refused(422, "status.transition");
        rest.patch(path, status("entered-in-error"), "If-Match", "\"3\"").is(200);
        rest.patch(path, COMMENT, "If-Match", "\"4\"").refused(422, "status.frozen");
        rest.patch(path, status("booked"), "If-Match", "\"4\"").refused(422, "status.final");
        rest.post(fixture("core").put("status", "fulfilled"))
                .refused(422, "status.initial")
                .names("Appointment.status");
        rest.get(path).is(200).showsVersion("4");
    }

    @Test
    void letsACancelledDanishAppointmentBeEditedButNotReopened() {
        Rest rest = rest("ehealth-dk");
        ObjectNode stored = create("ehealth-dk");
        String path = path(stored);
        rest.patch(path, status("cancelled"), "If-Match", "\"1\"").is(200);
        rest.patch(path, COMMENT).is(200).showsVersion("3");
        rest.patch(path, status("booked")).refused(422, "status.final");
        rest.put(stored).refused(422, "status.final");
    }

    @Test
    void sortsExtensionsWhereTheContractSaysSo() {
        ObjectNode core = fixture("core");
        addExtensions(core);
        ObjectNode stored = (ObjectNode) rest("core").post(core).is(201).json();
        assertThat(urls(stored)).containsExactly("http://z.example", "http://a.example", "http://z.example");
        assertThat(urls(rest("core").get(path(stored)).json())).isEqualTo(urls(stored));

        ObjectNode dk = fixture("ehealth-dk");
        addExtensions(dk);
        addExtensions((ObjectNode) dk.at("/participant/1"));
        stored = (ObjectNode) rest("ehealth-dk").post(dk).is(201).json();
        for (JsonNode shown :
                List.of(stored, rest("ehealth-dk").get(path(stored)).json())) {
            assertThat(urls(shown))
                    .containsExactly(
                            "http://a.example",
                            "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-responsible",
                            "http://z.example",
                            "http://z.example");
            assertThat(shown.at("/extension/2/valueString").asText()).isEqualTo("0");
            assertThat(shown.at("/extension/3/valueString").asText()).isEqualTo("2");
            assertThat(urls(shown.at("/participant/1")))
                    .containsExactly("http://a.example", "http://z.example", "http://z.example");
        }
    }

    @Test
    void keepsToTheContextOfTheToken() {
        ObjectNode stored = create("ehealth-dk");
        String path = path(stored);
        String patient = server.base("ehealth-dk") + "/Patient/257";
        Rest team = as(Map.of("user_type", "PRACTITIONER", "context", Map.of("care_team_id", TEAM)));
        Rest teamAndPatient =
                as(Map.of("user_type", "PRACTITIONER", "context", Map.of("care_team_id", TEAM, "patient_id", patient)));
        for (Rest inside : List.of(team, teamAndPatient)) {
            inside.get(path).is(200);
            assertThat(found(inside, stored)).isOne();
            inside.patch(path, COMMENT).is(200);
            inside.post(fixture("ehealth-dk")).is(201);
        }

        Rest otherTeam = as(Map.of("user_type", "PRACTITIONER", "context", Map.of("care_team_id", OTHER_TEAM)));
        Rest otherPatient = as(Map.of(
                "user_type", "PRACTITIONER", "context", Map.of("care_team_id", TEAM, "patient_id", patient + "8")));
        ObjectNode stolen = stored.deepCopy();
        ((ObjectNode) stolen.at("/extension/0/valueReference")).put("reference", OTHER_TEAM);
        ((ObjectNode) stolen.at("/participant/0/extension/0/valueReference")).put("reference", OTHER_TEAM);
        for (Rest outside : List.of(otherTeam, otherPatient)) {
            outside.get(path).refused(403, "access.context");
            outside.get(path + "/_history/1").refused(403, "access.context");
            assertThat(found(outside, stored)).isZero();
            outside.put(stored).refused(403, "access.context");
            outside.put(stolen).refused(403, "access.context");
            outside.patch(path, COMMENT).refused(403, "access.context");
            outside.post(fixture("ehealth-dk")).refused(403, "access.context");
        }

        Rest herself = as(Map.of("user_type", "PATIENT", "user_id", patient));
        herself.get(path).is(200);
        assertThat(foundAs(herself, patient, stored)).isOne();
        herself.put(stored).refused(403, "access.user-type");
        herself.patch(path, COMMENT).refused(403, "access.user-type");
        herself.post(fixture("ehealth-dk")).refused(403, "access.user-type");
        Rest another = as(Map.of("user_type", "PATIENT", "user_id", patient + "8"));
        another.get(path).refused(403, "access.user");
        assertThat(foundAs(another, patient + "8", stored)).isZero();

        as(Map.of("user_type", "PRACTITIONER")).get(path).refused(403, "access.context-missing");
        as(Map.of("user_type", "SSL")).get(path).is(200);
        as(Map.of("user_type", "SSL")).put(stored).refused(403, "access.user-type");
        as(Map.of("user_type", "practitioner")).get(path).refused(403, "access.user-type");
        as(Map.of()).get(path).refused(403, "access.user-type");
        as(SYSTEM).get(path).is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, '', 405, ehealth-dk",
        "POST, Appointment/_search, 200, core ehealth-dk",
        "PATCH, Appointment?identifier=x, 405, ehealth-dk",
        "DELETE, Appointment?status=booked, 405, ehealth-dk",
        "DELETE, {path}, 405, ehealth-dk",
        "DELETE, Patient/anna, 405, ehealth-dk",
        "PATCH, Patient/anna, 405, ehealth-dk",
        "POST, Observation, 405, core ehealth-dk",
        "PUT, Observation/1, 405, core ehealth-dk",
        "DELETE, Observation/1, 405, core ehealth-dk",
        "GET, _history, 405, core ehealth-dk",
        "GET, Appointment/_history, 405, ehealth-dk",
        "GET, {path}/_history, 405, ehealth-dk",
        "GET, Patient/257/$everything, 405, ehealth-dk",
        "GET, {path}/$meta, 405, core ehealth-dk",
        "POST, {path}/$meta-add, 405, core ehealth-dk",
        "POST, $expunge, 405, core ehealth-dk",
        "POST, Appointment/$expunge, 405, core ehealth-dk",
        "POST, {path}/$expunge, 405, core ehealth-dk",
        "POST, Appointment/$validate, 405, core ehealth-dk",
        "GET, $graphql?query=%7B%7D, 405, core ehealth-dk",
        "POST, $graphql, 405, core ehealth-dk",
        "POST, $reindex, 405, core ehealth-dk",
        "GET, $export, 405, core ehealth-dk",
    })
    void keepsClosedWhatIsNotOffered(String method, String path, int status, String contracts) {
        for (String contract : contracts.split(" ")) {
            ObjectNode stored = create(contract);
            Rest rest = new Rest(
                    server.base(contract),
                    server.token(
                            SYSTEM,
                            "Appointment.*",
                            "Patient.*",
                            "Observation.*",
                            "StructureDefinition.*",
                            "$expunge",
                            "Appointment$expunge",
                            "$graphql",
                            "Appointment$meta-add"));
            String to = path.replace("{path}", path(stored));
            String type = method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json";
            if (to.endsWith("_search")) {
                type = "application/x-www-form-urlencoded";
            }
            String body = method.equals("GET") || method.equals("DELETE") || to.endsWith("_search")
                    ? ""
                    : method.equals("PATCH") ? COMMENT : stored.toString();

            Answer answer = rest.send(method, to, body, "Content-Type", type, "If-Match", "\"1\"");

            answer.is(status);
            if (status != 200) {
                answer.refused(status, "update.not-offered");
            }
            rest.get(path(stored)).is(200).showsVersion("1");
        }
    }

    @Test
    void keepsBundlesClosed() {
        String contract = "ehealth-dk";
        Rest rest = rest(contract);
        for (String type : List.of("transaction", "batch")) {
            String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[{\"resource\":"
                    + fixture(contract) + ",\"request\":{\"method\":\"POST\",\"url\":\"Appointment\"}}]}";
            rest.send("POST", "", bundle, "Content-Type", "application/fhir+json")
                    .refused(405, "update.not-offered");
        }
    }

    @Test
    void publishesItsProfilesToEveryCaller() {
        String url = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-videoappointment";
        JsonNode found = rest("ehealth-dk")
                .with(server.token())
                .get("StructureDefinition?url=" + url)
                .is(200)
                .json();

        assertThat(found.path("entry")).hasSize(1);
        assertThat(found.at("/entry/0/resource/url").asText()).isEqualTo(url);
        assertThat(found.at("/entry/0/resource/snapshot/element").size()).isGreaterThan(10);
        rest("ehealth-dk").with("").get("StructureDefinition?url=" + url).refused(401, "token.missing");

        Rest editor = rest("ehealth-dk").with(server.token("StructureDefinition.*"));
        editor.post(found.at("/entry/0/resource")).refused(405, "update.not-offered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "ehealth-dk"})
    void tellsAnybodyWhatItOffers(String contract) {
        JsonNode statement = rest(contract).with("").get("metadata").is(200).json();

        assertThat(statement.path("fhirVersion").asText()).isEqualTo(contract.equals("core") ? "4.0.1" : "3.0.2");
        JsonNode appointment = null;
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            appointment = resource.path("type").asText().equals("Appointment") ? resource : appointment;
        }
        assertThat(appointment).isNotNull();
        Set<String> codes = new TreeSet<>();
        appointment
                .path("interaction")
                .forEach(listed -> codes.add(listed.path("code").asText()));
        Set<String> offered = new TreeSet<>(List.of("create", "read", "vread", "search-type", "update", "patch"));
        if (contract.equals("core")) {
            offered.addAll(List.of("history-instance", "history-type", "delete"));
        }
        boolean deletes = contract.equals("core");
        assertThat(codes).isEqualTo(offered);
        assertThat(appointment.path("updateCreate").asBoolean()).isFalse();
        assertThat(appointment.path("conditionalCreate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalUpdate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalDelete").asText("not-supported"))
                .isEqualTo(deletes ? "single" : "not-supported");
        assertThat(appointment.path("versioning").asText()).isEqualTo("versioned-update");
        assertThat(statement.at("/rest/0/operation")).isEmpty();
        assertThat(appointment.path("operation")).hasSize(contract.equals("core") ? 3 : 0);
        assertThat(statement.toString()).doesNotContain("HAPI");
    }

    private Rest rest(String contract) {
        return anybody.getOrDefault(contract, new Rest("", ""));
    }

    private Rest as(Map<String, ?> claims) {
        return rest("ehealth-dk").with(server.token(claims, "Appointment.*"));
    }

    private static int found(Rest caller, ObjectNode stored) {
        return found(caller, "_id=" + stored.path("id").asText());
    }

    private static int foundAs(Rest patient, String address, ObjectNode stored) {
        return found(patient, "patient=" + address + "&_id=" + stored.path("id").asText());
    }

    private static int found(Rest caller, String query) {
        JsonNode bundle = caller.get("Appointment?" + query).is(200).json();
        assertThat(bundle.path("total").asInt(0))
                .as("a total that tells of others")
                .isLessThanOrEqualTo(bundle.path("entry").size());
        return bundle.path("entry").size();
    }

    private IGenericClient client(FhirContext fhir, String contract, Map<String, ?> claims) {
        IGenericClient client = fhir.newRestfulGenericClient(server.base(contract));
        client.registerInterceptor(new BearerTokenAuthInterceptor(server.token(claims, "Appointment.*")));
        return client;
    }

    private ObjectNode create(String contract) {
        return (ObjectNode) rest(contract).post(fixture(contract)).is(201).json();
    }

    private static ObjectNode fixture(String contract) {
        return Rest.fixture(contract.equals("core") ? "core-appointment.json" : "dk-appointment.json");
    }

    private static String path(JsonNode stored) {
        return "Appointment/" + stored.path("id").asText();
    }

    private static String status(String status) {
        return "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}]";
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split(" ")));
    }

    private static void addExtensions(ObjectNode element) {
        List<String> urls = List.of("http://z.example", "http://a.example", "http://z.example");
        for (int i = 0; i < urls.size(); i++) {
            element.withArray("extension").addObject().put("url", urls.get(i)).put("valueString", String.valueOf(i));
        }
    }

    private static List<String> urls(JsonNode element) {
        List<String> urls = new ArrayList<>();
        element.path("extension")
                .forEach(extension -> urls.add(extension.path("url").asText()));
        return urls;
    }
}
