package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to change an appointment beside PUT and JSON Patch by id, on core. */
@ExtendWith(SharedServer.class)
class WritePathsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR = "application/fhir+json";

    private final TestServer server;
    private final Rest desk;

    WritePathsIT(TestServer server) {
        this.server = server;
        this.desk = new Rest(server.base("core"), server.token("Appointment.*", "Patient.*"));
    }

    @BeforeEach
    void storeAPatient() {
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
    }

    // Deletion

    @Test
    void deletesTheVersionThatTheClientSaw() {
        String path = "Appointment/" + create("booked", uuid());

        desk.send("DELETE", path, "").refused(428, "version.missing");
        desk.send("DELETE", path, "", "If-Match", "W/\"7\"")
                .refused(412, "version.stale")
                .showsTag("1");
        desk.with(server.token("Appointment.update"))
                .send("DELETE", path, "", "If-Match", "W/\"1\"")
                .refused(403, "access.right");
        desk.get(path).is(200).showsVersion("1");

        desk.send("DELETE", path, "", "If-Match", "W/\"1\"").is(200);

        desk.get(path).refused(410, "request.gone");
        desk.get(path + "/_history/1").is(200);
        desk.send("DELETE", path, "", "If-Match", "W/\"2\"").refused(404, "request.not-found");
        desk.send("DELETE", "Appointment/none", "", "If-Match", "W/\"1\"").refused(404, "request.not-found");
    }

    @Test
    void keepsWhatTheStatusTableDoesNotLetGo() {
        String id = create("booked", uuid());
        patch("Appointment/" + id, "1", "cancelled").is(200);

        desk.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"2\"")
                .refused(422, "status.undeletable")
                .names("Appointment.status");

        desk.get("Appointment/" + id).is(200).showsVersion("2");
    }

    @Test
    void keepsWhatOthersReferTo() {
        create("booked", uuid());

        desk.send("DELETE", "Patient/anna", "").refused(409, "request.referenced");
    }

    @Test
    void bringsADeletedAppointmentBackAtTheBeginningOfItsLife() {
        String id = create("booked", uuid());
        desk.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"1\"").is(200);

        desk.put(appointment("booked", uuid()).put("id", id), "If-Match", "W/\"2\"")
                .refused(412, "version.nothing-stored");
        desk.put(appointment("arrived", uuid()).put("id", id), "If-None-Match", "*")
                .refused(422, "status.initial");
        desk.get("Appointment/" + id).refused(410, "request.gone");

        Answer back = desk.put(appointment("proposed", uuid()).put("id", id), "If-None-Match", "*")
                .is(201);
        assertThat(back.header("Location")).endsWith("/Appointment/" + id + "/_history/" + back.version());
        desk.get("Appointment/" + id).is(200).showsVersion(back.version());
        desk.get("Appointment/" + id + "/_history/1").is(200);
    }

    // Conditional

    @Test
    void createsOrUpdatesTheOneThatMeetsTheCriteria() {
        String number = uuid();
        String criteria = "Appointment?identifier=urn:example:visit|" + number;

        Answer created = conditional(criteria, appointment("booked", number)).is(201);
        String id = created.id();
        assertThat(created.header("Location")).endsWith("/Appointment/" + id + "/_history/1");

        conditional(criteria, appointment("arrived", number)).refused(428, "version.missing");
        conditional(criteria, appointment("arrived", number), "If-Match", "W/\"9\"")
                .refused(412, "version.stale");
        conditional(criteria, appointment("fulfilled", number).put("id", "other"), "If-Match", "W/\"1\"")
                .refused(400, "update.id-mismatch");
        conditional(criteria, appointment("proposed", number), "If-Match", "W/\"1\"")
                .refused(422, "status.transition");
        desk.get("Appointment/" + id).is(200).showsVersion("1");

        conditional(criteria, appointment("arrived", number).put("id", id), "If-Match", "\"8\", W/\"1\"")
                .is(200)
                .showsVersion("2");
    }

    @Test
    void createsNothingForWhomANamedVersionMustExist() {
        String number = uuid();

        conditional("Appointment?identifier=" + number, appointment("booked", number), "If-Match", "W/\"1\"")
                .refused(412, "version.nothing-stored");
        conditional(
                        "Appointment?identifier=" + number,
                        appointment("booked", number).put("id", "mine"))
                .refused(400, "update.id-mismatch");

        assertThat(found(number)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, Appointment, 400, request.invalid",
        "PUT, Appointment?_format=json, 400, request.invalid",
        "PUT, Appointment?colour=red, 400, request.invalid",
        "PUT, Appointment?practitioner.name=Anna, 403, update.form-not-offered",
        "DELETE, Appointment, 400, request.invalid",
        "DELETE, Appointment?identifier=1&_expunge=true, 403, update.form-not-offered",
        "DELETE, Appointment/1?_cascade=delete, 403, update.form-not-offered",
        "DELETE, Appointment?identifier=none, 404, request.not-found",
        "DELETE, Appointment?_text=x, 400, request.invalid",
        "DELETE, Appointment?_type=Patient, 400, request.invalid",
        "DELETE, Appointment?_score=1&_format=json, 400, request.invalid",
        "DELETE, Appointment?date=tomorrow, 400, request.invalid",
        "PATCH, Appointment?_content=x, 400, request.invalid",
        "PATCH, Appointment, 400, request.invalid",
        "PATCH, Appointment?identifier=none, 404, request.not-found",
    })
    void refusesCriteriaThatNameNoResource(String method, String path, int status, String rule) {
        String body = method.equals("PATCH")
                ? statusPatch("arrived")
                : method.equals("PUT") ? appointment("booked", uuid()).toString() : "";
        String type = method.equals("PATCH") ? "application/json-patch+json" : FHIR;

        desk.send(method, path, body, "Content-Type", type, "If-Match", "W/\"1\"")
                .refused(status, rule);
    }

    @Test
    void patchesAndDeletesTheOneThatMeetsTheCriteria() {
        String number = uuid();
        String id = create("booked", number);
        String criteria = "Appointment?identifier=" + number;

        desk.patch(criteria, statusPatch("arrived")).refused(428, "version.missing");
        desk.patch(criteria, statusPatch("arrived"), "If-Match", "W/\"2\"").refused(412, "version.stale");
        desk.patch(criteria, statusPatch("proposed"), "If-Match", "W/\"1\"").refused(422, "status.transition");
        assertThat(desk.patch(criteria, statusPatch("pending"), "If-Match", "W/\"1\"")
                        .is(200)
                        .version())
                .isEqualTo("2");

        desk.send("DELETE", criteria, "").refused(428, "version.missing");
        desk.send("DELETE", criteria, "", "If-Match", "W/\"1\"").refused(412, "version.stale");
        create("booked", number);
        desk.send("DELETE", criteria, "", "If-Match", "W/\"2\"").refused(412, "request.ambiguous");
        desk.get("Appointment/" + id).is(200).showsVersion("2");
    }

    @Test
    void createsOnlyWhenNothingMeetsIfNoneExist() {
        String number = uuid();
        String criteria = "identifier=urn:example:visit|" + number;

        String id = desk.post(appointment("booked", number), "If-None-Exist", criteria)
                .is(201)
                .id();
        Answer again = desk.post(appointment("booked", number), "If-None-Exist", "Appointment?" + criteria)
                .is(200);

        assertThat(again.id()).isEqualTo(id);
        assertThat(found(number)).isEqualTo(1);
        desk.post(appointment("booked", number), "If-None-Exist", "Patient?" + criteria)
                .refused(400, "request.invalid");
        desk.post(appointment("booked", number), "If-None-Exist", "_format=json")
                .refused(400, "request.invalid");
    }

    // Patches

    @Test
    void takesAFhirPathPatch() {
        String id = create("booked", uuid());

        fhirPathPatch(id, "1", "Appointment.status", "proposed").refused(422, "status.transition");
        fhirPathPatch(id, "7", "Appointment.status", "arrived").refused(412, "version.stale");
        desk.get("Appointment/" + id).is(200).showsVersion("1");
        assertThat(fhirPathPatch(id, "1", "Appointment.status", "arrived")
                        .is(200)
                        .version())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment.id, 422, patch.forbidden",
        "Appointment.meta.tag, 422, patch.forbidden",
        "Patient.active, 400, patch.malformed",
        "Appointment.descendants(), 400, patch.malformed",
        "Appointment.repeat(children()), 400, patch.malformed",
        "Appointment.where(status.matches('(a+)+$')), 400, patch.malformed",
        "'', 400, patch.malformed",
        "Appointment.nothing, 400, patch.malformed",
    })
    void refusesAFhirPathPatchThatReachesTooFar(String path, int status, String rule) {
        String id = create("booked", uuid());

        fhirPathPatch(id, "1", path, "arrived").refused(status, rule);

        desk.get("Appointment/" + id).is(200).showsVersion("1");
    }

    // Bundles

    @Test
    void carriesOutATransactionWholeWithReferencesBetweenItsEntries() {
        String patient = "urn:uuid:" + uuid();
        ObjectNode visit = appointment("booked", uuid());
        ((ObjectNode) visit.at("/participant/0/actor")).put("reference", patient);
        ObjectNode bundle = bundle("transaction");
        entry(bundle, "POST", "Patient").put("fullUrl", patient).set("resource", object("Patient"));
        entry(bundle, "POST", "Appointment").set("resource", visit);

        JsonNode answer = send(bundle).is(200).json();

        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
        String stored = answer.at("/entry/0/response/location").asText();
        String appointment = answer.at("/entry/1/response/location").asText();
        assertThat(desk.get(appointment)
                        .is(200)
                        .json()
                        .at("/participant/0/actor/reference")
                        .asText())
                .isEqualTo(stored.substring(0, stored.indexOf("/_history")));
    }

    @Test
    void judgesEachEntryOfATransactionAndUndoesItWhole() {
        String number = uuid();
        String updated = create("booked", uuid());
        String patched = create("booked", uuid());
        String deleted = create("booked", uuid());
        String met = create("booked", number);

        for (String wrong : new String[] {"stale", "missing", "status", "right"}) {
            ObjectNode bundle = changes(updated, patched, deleted, number);
            String visit = uuid();
            entry(bundle, "POST", "Appointment").set("resource", appointment("booked", visit));
            ObjectNode last = request(bundle, bundle.path("entry").size() - 2);
            Rest caller = desk;
            switch (wrong) {
                case "stale" -> last.put("ifMatch", "W/\"9\"");
                case "missing" -> last.remove("ifMatch");
                case "status" -> ((ObjectNode) bundle.at("/entry/0/resource")).put("status", "proposed");
                default -> caller = desk.with(server.token("Appointment.update", "Appointment.create"));
            }
            Answer answer = caller.send("POST", "", bundle.toString(), "Content-Type", FHIR);

            assertThat(answer.status()).as(wrong + answer.text()).isBetween(403, 428);
            answer.names("Bundle.entry[");
            for (String id : new String[] {updated, patched, deleted, met}) {
                desk.get("Appointment/" + id).is(200).showsVersion("1");
            }
            assertThat(found(visit)).isZero();
        }

        send(changes(updated, patched, deleted, number)).is(200);

        assertThat(desk.get("Appointment/" + updated)
                        .showsVersion("2")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("arrived");
        desk.get("Appointment/" + patched).is(200).showsVersion("2");
        desk.get("Appointment/" + deleted).refused(410, "request.gone");
        desk.get("Appointment/" + met).is(200).showsVersion("2");
    }

    @Test
    void refusesTwoWritesOfOneResource() {
        String number = uuid();
        String id = create("booked", number);
        ObjectNode byId = bundle("transaction");
        update(byId, id, "arrived");
        patch(byId, "Appointment/" + id);
        ObjectNode byCriteria = bundle("transaction");
        update(byCriteria, id, "arrived");
        patch(byCriteria, "Appointment?identifier=" + number);
        ObjectNode twoCriteria = bundle("transaction");
        patch(twoCriteria, "Appointment?identifier=" + number);
        patch(twoCriteria, "Appointment?identifier=" + number + "&status=booked");
        ObjectNode putTwice = bundle("transaction");
        entry(putTwice, "PUT", "Appointment?identifier=" + number).set("resource", appointment("arrived", number));
        request(putTwice, 0).put("ifMatch", "W/\"1\"");
        update(putTwice, id, "arrived");

        send(byId).refused(400, "bundle.twice").names("Bundle.entry[");
        desk.get("Appointment/" + id).is(200).showsVersion("1");
        // HAPI itself notices some of these, depending on which entry it begins with.
        for (ObjectNode bundle : new ObjectNode[] {byCriteria, twoCriteria, putTwice}) {
            assertThat(send(bundle).status()).isIn(400, 412);
            desk.get("Appointment/" + id).is(200).showsVersion("1");
        }
    }

    @Test
    void takesAChainInTheCriteriaOfAnEntry() {
        String number = uuid();
        ObjectNode bundle = bundle("transaction");
        entry(bundle, "POST", "Appointment").set("resource", appointment("booked", number));
        request(bundle, 0).put("ifNoneExist", "patient.name=nobody&identifier=" + number);

        send(bundle).is(200);
        assertThat(found(number)).isEqualTo(1);
    }

    @Test
    void namesTheEntryOfATransactionThatPatchesNothing() {
        String id = create("booked", uuid());
        String gone = create("booked", uuid());
        desk.send("DELETE", "Appointment/" + gone, "", "If-Match", "W/\"1\"").is(200);
        for (String url : new String[] {"Appointment/none", "Appointment?identifier=none", "Appointment/" + gone}) {
            ObjectNode bundle = bundle("transaction");
            patch(bundle, "Appointment/" + id);
            patch(bundle, url);

            boolean deleted = url.endsWith(gone);
            send(bundle)
                    .refused(deleted ? 410 : 404, deleted ? "request.gone" : "request.not-found")
                    .names("Bundle.entry[1]");
            desk.get("Appointment/" + id).is(200).showsVersion("1");
        }
    }

    @Test
    void answersEachEntryOfABatchByItself() {
        String id = create("booked", uuid());
        ObjectNode bundle = bundle("batch");
        entry(bundle, "POST", "Appointment").set("resource", appointment("booked", uuid()));
        update(bundle, id, "arrived");
        request(bundle, 1).put("ifMatch", "W/\"4\"");
        entry(bundle, "GET", "Appointment/" + id);
        entry(bundle, "GET", "Organization/1");
        entry(bundle, "GET", "Appointment/none");
        entry(bundle, "POST", "Appointment").set("resource", appointment("arrived", uuid()));
        entry(bundle, "POST", "Appointment/$validate").set("resource", appointment("arrived", uuid()));
        entry(bundle, "DELETE", "Appointment/none");
        request(bundle, 7).put("ifMatch", "W/\"1\"");
        entry(bundle, "DELETE", "Appointment/" + id);
        request(bundle, 8).put("ifMatch", "W/\"1\"");

        JsonNode answer = send(bundle).is(200).json();

        String[] expected = {
            "201",
            "412 version.stale",
            "200",
            "403 access.right",
            "404 request.not-found",
            "422 status.initial",
            "405 update.not-offered",
            "404 request.not-found",
            "400 bundle.twice"
        };
        assertThat(answer.path("entry")).hasSize(expected.length);
        expected[1] = "400 bundle.twice";
        for (int i = 0; i < expected.length; i++) {
            JsonNode response = answer.path("entry").path(i).path("response");
            String told = response.path("status").asText().substring(0, 3) + " "
                    + response.at("/outcome/issue/0/details/coding/0/code").asText();
            if (expected[i].length() > 3) {
                assertThat(told).as("entry %d of %s", i, answer).isEqualTo(expected[i]);
            } else {
                assertThat(told).as("entry %d of %s", i, answer).startsWith(expected[i]);
            }
            assertThat(response.toString()).doesNotContain("HAPI-", "ca.uhn");
        }
        assertThat(answer.at("/entry/2/resource/id").asText()).isEqualTo(id);
        desk.get("Appointment/" + id).is(200).showsVersion("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection", "searchset", "message", "history", ""})
    void takesNoOtherBundle(String type) {
        ObjectNode bundle = bundle(type);
        if (type.isEmpty()) {
            bundle.remove("type");
        }
        send(bundle).refused(400, "bundle.invalid").names("Bundle.type");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, https://elsewhere.example.org/Appointment/1, 405, update.not-offered",
        "HEAD, Appointment/1, 405, update.not-offered",
        "PUT, Appointment/1/_history/1, 400, request.invalid",
        "PUT, Appointment/1/_history, 405, update.not-offered",
        "DELETE, Appointment/1/_history, 405, update.not-offered",
        "POST, Patient, 400, body.type",
        "POST, Appointment/_search, 405, update.not-offered",
        "PUT, Appointment, 400, request.invalid",
    })
    void refusesEntriesThatAreNoRequestsOfOurs(String method, String url, int status, String rule) {
        ObjectNode bundle = bundle("transaction");
        entry(bundle, method, url).set("resource", appointment("booked", uuid()));
        request(bundle, 0).put("ifMatch", "W/\"1\"");

        send(bundle).refused(status, rule).names("Bundle.entry[0]");
    }

    // Headers by which HAPI would go another way than the one that was judged

    @ParameterizedTest
    @CsvSource({
        "X-Upsert-Extistence-Check, disabled",
        "X-Rewrite-History, true",
        "X-Retry-On-Version-Conflict, retry; max-retries=many",
        "X-Transaction-Semantics, tryBatchAsTransactionFirst=true;retryCount=5;minRetryDelay=9000",
        "X-Request-Partition-IDs, 7",
        "X-Meta-Snapshot-Mode, TAG",
    })
    void isNotSteeredByHeaders(String header, String value) {
        String id = create("booked", uuid());

        desk.put(appointment("arrived", uuid()).put("id", id), "If-Match", "W/\"9\"", header, value)
                .refused(412, "version.stale");
        desk.put(appointment("arrived", uuid()).put("id", id), "If-Match", "W/\"1\"", header, value)
                .is(200)
                .showsVersion("2");
        desk.get("Appointment/" + id + "/_history/1").is(200);
    }

    private static ObjectNode changes(String updated, String patched, String deleted, String number) {
        ObjectNode bundle = bundle("transaction");
        update(bundle, updated, "arrived");
        patch(bundle, "Appointment/" + patched);
        patch(bundle, "Appointment?identifier=" + number);
        entry(bundle, "DELETE", "Appointment/" + deleted);
        request(bundle, 3).put("ifMatch", "W/\"1\"");
        return bundle;
    }

    private static void update(ObjectNode bundle, String id, String status) {
        entry(bundle, "PUT", "Appointment/" + id)
                .set("resource", appointment(status, uuid()).put("id", id));
        request(bundle, bundle.path("entry").size() - 1).put("ifMatch", "W/\"1\"");
    }

    private static void patch(ObjectNode bundle, String url) {
        ObjectNode binary = object("Binary")
                .put("contentType", "application/json-patch+json")
                .put(
                        "data",
                        Base64.getEncoder()
                                .encodeToString(statusPatch("arrived").getBytes(StandardCharsets.UTF_8)));
        entry(bundle, "PATCH", url).set("resource", binary);
        request(bundle, bundle.path("entry").size() - 1).put("ifMatch", "W/\"1\"");
    }

    private static ObjectNode bundle(String type) {
        ObjectNode bundle = object("Bundle").put("type", type);
        bundle.putArray("entry");
        return bundle;
    }

    private static ObjectNode entry(ObjectNode bundle, String method, String url) {
        ObjectNode entry = ((ArrayNode) bundle.path("entry")).addObject();
        entry.putObject("request").put("method", method).put("url", url);
        return entry;
    }

    private static ObjectNode request(ObjectNode bundle, int entry) {
        return (ObjectNode) bundle.path("entry").path(entry).path("request");
    }

    private Answer send(ObjectNode bundle) {
        return desk.send("POST", "", bundle.toString(), "Content-Type", FHIR);
    }

    private Answer conditional(String criteria, ObjectNode appointment, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = FHIR;
        return desk.send("PUT", criteria.replace("|", "%7C"), appointment.toString(), all);
    }

    private Answer patch(String path, String version, String status) {
        return desk.patch(path, statusPatch(status), "If-Match", "W/\"" + version + "\"");
    }

    private Answer fhirPathPatch(String id, String version, String path, String status) {
        String patch = """
            {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
              {"name":"type","valueCode":"replace"},{"name":"path","valueString":"%s"},
              {"name":"value","valueCode":"%s"}]}]}""".formatted(path.isEmpty() ? " " : path, status);
        return desk.send(
                "PATCH", "Appointment/" + id, patch, "Content-Type", FHIR, "If-Match", "W/\"" + version + "\"");
    }

    private static String statusPatch(String status) {
        return "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}]";
    }

    private int found(String number) {
        return desk.get("Appointment?identifier=" + number)
                .is(200)
                .json()
                .path("entry")
                .size();
    }

    private String create(String status, String number) {
        return desk.post(appointment(status, number)).is(201).id();
    }

    private static ObjectNode appointment(String status, String number) {
        ObjectNode appointment = Rest.fixture("core-appointment.json").put("status", status);
        appointment
                .putArray("identifier")
                .addObject()
                .put("system", "urn:example:visit")
                .put("value", number);
        return appointment;
    }

    private static ObjectNode object(String type) {
        return JSON.createObjectNode().put("resourceType", type);
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }
}
