package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.WritePath.Carrier;
import io.frontdesk.server.WritePath.Flaw;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way into an endpoint against every guard: what is flawed is refused without a trace, and what is not is stored. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathMatrixIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR = "application/fhir+json";
    private static final List<String> RIGHTS = List.of("create", "read", "search", "update", "patch", "delete");

    /** One place of the matrix. */
    private record Case(String contract, WritePath path, Carrier carrier, Flaw flaw) {
        @Override
        public String toString() {
            return contract + ": " + path + " " + carrier + " with " + flaw;
        }
    }

    /** What is sent: the parts of a request, whatever carries it. */
    private record Call(String method, String url, String body, String contentType, Map<String, String> conditions) {}

    /** What a case finds stored before it begins. */
    private record Scene(String type, String id, String version, String number, String mark) {}

    private final TestServer server;
    private final Map<String, Rest> desks = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    PathMatrixIT(TestServer server) {
        this.server = server;
        for (String contract : List.of("core", "stu3")) {
            Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
            desk.put(Rest.fixture("patient.json").put("id", "anna"));
            desks.put(contract, desk);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String contract : List.of("core", "stu3")) {
            for (WritePath path : WritePath.values()) {
                for (Carrier carrier : Carrier.values()) {
                    for (Flaw flaw : Flaw.values()) {
                        if (offered(contract, path, carrier) && path.has(flaw)) {
                            cases.add(new Case(contract, path, carrier, flaw));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    private static boolean offered(String contract, WritePath path, Carrier carrier) {
        boolean r4 = contract.equals("core");
        // DSTU3 has neither FHIRPath Patch nor patches in bundles.
        boolean known = r4 || !path.fhirPath() && (!path.patches() || carrier == Carrier.ALONE);
        boolean entry = path != WritePath.SEARCH_BY_POST && path != WritePath.FHIRPATH_PATCH_IN_XML;
        return known && (carrier == Carrier.ALONE || entry);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEveryFlawWithoutATraceAndStoresWhatHasNone(Case at) {
        Rest desk = desks.get(at.contract());
        Scene scene = scene(desk, at.path(), at.flaw());
        String before = stored(desk, scene);

        Answer answer = send(at, scene, caller(at, desk));

        String told = told(answer, at.carrier());
        String after = stored(desk, scene);
        if (at.flaw() != Flaw.NOTHING) {
            assertThat(told).as("%s: %s", at, answer.text()).isEqualTo(at.path().rule(at.flaw()));
            assertThat(after).as("what is stored after %s", at).isEqualTo(before);
            return;
        }
        assertThat(told).as("%s: %s", at, answer.text()).startsWith("2");
        if (at.path().reads()) {
            assertThat(answer.text()).contains(scene.number());
        }
        if (at.path().reads() || at.path() == WritePath.CONDITIONAL_CREATE_IN_VAIN) {
            assertThat(after).as("what is stored after %s", at).isEqualTo(before);
        } else {
            assertThat(after).as("what is stored after %s", at).isNotEqualTo(before);
            assertThat(after.contains(scene.mark()))
                    .as(after)
                    .isEqualTo(!at.path().deletes());
            assertThat(after.contains("410 request.gone"))
                    .as(after)
                    .isEqualTo(at.path().deletes());
        }
    }

    // What the matrix must know

    /** Why a request of HAPI's is not in the matrix, and a request that tries it. */
    private record Closed(RestOperationTypeEnum operation, String why, String method, String url) {}

    private static final List<Closed> CLOSED = List.of(
            new Closed(RestOperationTypeEnum.BATCH, "carries the others", "", ""),
            new Closed(RestOperationTypeEnum.TRANSACTION, "carries the others", "", ""),
            new Closed(RestOperationTypeEnum.METADATA, "is open to all, and holds nothing that is stored", "", ""),
            new Closed(RestOperationTypeEnum.GET_PAGE, "no search is stored", "GET", "?_getpages=x&_getpagesoffset=0"),
            new Closed(RestOperationTypeEnum.ADD_TAGS, "DSTU1 only", "POST", "Appointment/1/_tags"),
            new Closed(RestOperationTypeEnum.DELETE_TAGS, "DSTU1 only", "POST", "Appointment/1/_tags/_delete"),
            new Closed(RestOperationTypeEnum.GET_TAGS, "DSTU1 only", "GET", "Appointment/1/_tags"),
            new Closed(RestOperationTypeEnum.GRAPHQL_REQUEST, "not registered", "GET", "$graphql?query=%7Bx%7D"),
            new Closed(RestOperationTypeEnum.EXTENDED_OPERATION_SERVER, "not offered", "POST", "$expunge"),
            new Closed(RestOperationTypeEnum.EXTENDED_OPERATION_TYPE, "not offered", "POST", "Appointment/$expunge"),
            new Closed(
                    RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE, "not offered", "POST", "Appointment/1/$expunge"),
            new Closed(RestOperationTypeEnum.VALIDATE, "not offered", "POST", "Appointment/$validate"),
            new Closed(RestOperationTypeEnum.META, "not offered", "GET", "Appointment/1/$meta"),
            new Closed(RestOperationTypeEnum.META_ADD, "not offered", "POST", "Appointment/1/$meta-add"),
            new Closed(RestOperationTypeEnum.META_DELETE, "not offered", "POST", "Appointment/1/$meta-delete"),
            new Closed(RestOperationTypeEnum.HISTORY_SYSTEM, "not bound", "GET", "_history"),
            new Closed(RestOperationTypeEnum.SEARCH_SYSTEM, "not offered", "GET", "?_lastUpdated=gt2000"),
            new Closed(RestOperationTypeEnum.UPDATE_REWRITE_HISTORY, "not offered", "PUT", "Appointment/1/_history/1"));

    @Test
    void knowsEveryOperationOfHapi() {
        Set<RestOperationTypeEnum> known =
                CLOSED.stream().map(Closed::operation).collect(Collectors.toCollection(HashSet::new));
        Set<RestOperationTypeEnum> tried =
                Arrays.stream(WritePath.values()).map(WritePath::operation).collect(Collectors.toSet());
        assertThat(known).doesNotContainAnyElementsOf(tried);
        known.addAll(tried);
        assertThat(known)
                .as("add new operations to the matrix, or say here why they are closed")
                .containsExactlyInAnyOrder(RestOperationTypeEnum.values());
    }

    @Test
    void knowsEveryKindOfPatchOfHapi() {
        Map<PatchTypeEnum, String> known = Map.of(
                PatchTypeEnum.JSON_PATCH, "JSON_PATCH",
                PatchTypeEnum.FHIR_PATCH_JSON, "FHIRPATH_PATCH",
                PatchTypeEnum.FHIR_PATCH_XML, "FHIRPATH_PATCH_IN_XML",
                PatchTypeEnum.XML_PATCH, "closed: HAPI resolves external entities in it");
        assertThat(known.keySet()).containsExactlyInAnyOrder(PatchTypeEnum.values());
    }

    @Test
    void knowsEveryVerbOfABundle() {
        Map<Bundle.HTTPVerb, String> known = Map.of(
                Bundle.HTTPVerb.GET, "in the matrix",
                Bundle.HTTPVerb.POST, "in the matrix",
                Bundle.HTTPVerb.PUT, "in the matrix",
                Bundle.HTTPVerb.PATCH, "in the matrix",
                Bundle.HTTPVerb.DELETE, "in the matrix",
                Bundle.HTTPVerb.HEAD, "closed: refusesEntriesThatAreNoRequestsOfOurs",
                Bundle.HTTPVerb.NULL, "closed: refusesAnEntryWithoutAMethod");
        assertThat(known.keySet()).containsExactlyInAnyOrder(Bundle.HTTPVerb.values());
    }

    @Test
    void knowsEveryHookOfHapiBeforeStorage() {
        Map<String, String> known = Map.of(
                "STORAGE_PRESTORAGE_RESOURCE_CREATED", "guarded",
                "STORAGE_PRESTORAGE_RESOURCE_UPDATED", "guarded",
                "STORAGE_PRESTORAGE_RESOURCE_DELETED", "guarded",
                "STORAGE_PRESTORAGE_RESOURCE_PREPATCH", "guarded: tells which entry patches what",
                "STORAGE_PRESTORAGE_CLIENT_ASSIGNED_ID", "comes with RESOURCE_UPDATED or RESOURCE_CREATED",
                "STORAGE_PRESTORAGE_DELETE_CONFLICTS", "comes after RESOURCE_DELETED",
                "STORAGE_PRESTORAGE_EXPUNGE_RESOURCE", "expunging is off",
                "STORAGE_PRESTORAGE_EXPUNGE_EVERYTHING", "expunging is off",
                "STORAGE_PRESTORAGE_BATCH_JOB_CREATE", "no operation that starts a job is offered");
        assertThat(known.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Pointcut.values())
                        .map(Enum::name)
                        .filter(name -> name.startsWith("STORAGE_PRESTORAGE_"))
                        .toList());
    }

    static Stream<Case> closedCases() {
        return Stream.of("core", "stu3")
                .map(contract -> new Case(contract, WritePath.UPDATE, Carrier.ALONE, Flaw.NOTHING));
    }

    @ParameterizedTest
    @MethodSource("closedCases")
    void keepsClosedWhatIsNotInTheMatrix(Case at) {
        Rest desk = desks.get(at.contract());
        Scene scene = scene(desk, WritePath.UPDATE, Flaw.NOTHING);
        String before = stored(desk, scene);
        String body = body(scene, WritePath.UPDATE, Flaw.NOTHING);
        for (Closed closed : CLOSED) {
            if (closed.method().isEmpty()) {
                continue;
            }
            String url = closed.url().replace("/1", "/" + scene.id());
            Answer answer = desk.send(
                    closed.method(),
                    url,
                    closed.method().equals("GET") ? "" : body,
                    "Content-Type",
                    FHIR,
                    "If-Match",
                    "W/\"1\"",
                    "X-Rewrite-History",
                    "true");
            assertThat(answer.status())
                    .as("%s %s: %s", closed.method(), url, answer.text())
                    .isBetween(400, 405);
        }
        String xmlPatch = "<diff><replace sel=\"f:Appointment/f:description/@value\">x</replace></diff>";
        desk.send(
                        "PATCH",
                        "Appointment/" + scene.id(),
                        xmlPatch,
                        "Content-Type",
                        "application/xml-patch+xml",
                        "If-Match",
                        "W/\"1\"")
                .refused(415, "body.media-type");
        assertThat(stored(desk, scene)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("closedCases")
    void refusesAnEntryWithoutAMethod(Case at) {
        Rest desk = desks.get(at.contract());
        Scene scene = scene(desk, WritePath.UPDATE, Flaw.NOTHING);
        String before = stored(desk, scene);
        ObjectNode bundle = bundle("transaction", call(scene, WritePath.UPDATE, Flaw.NOTHING));
        ((ObjectNode) bundle.at("/entry/0/request")).remove("method");

        assertThat(desk.send("POST", "", bundle.toString(), "Content-Type", FHIR)
                        .status())
                .isBetween(400, 422);
        assertThat(stored(desk, scene)).isEqualTo(before);
    }

    // Sending

    private String caller(Case at, Rest desk) {
        return switch (at.flaw()) {
            case NO_TOKEN -> "";
            case NO_RIGHT ->
                tokens.computeIfAbsent(
                        at.path().type() + "." + at.path().right(),
                        right -> server.token(RIGHTS.stream()
                                .flatMap(each -> Stream.of("Appointment." + each, "Patient." + each))
                                .filter(each -> !each.equals(right))
                                .toArray(String[]::new)));
            default -> tokens.computeIfAbsent("all", all -> server.token("Appointment.*", "Patient.*"));
        };
    }

    private Answer send(Case at, Scene scene, String token) {
        Rest caller = desks.get(at.contract()).with(token);
        Call call = call(scene, at.path(), at.flaw());
        if (at.carrier() == Carrier.ALONE) {
            List<String> headers = new ArrayList<>(List.of("Accept", FHIR));
            call.conditions().forEach((name, value) -> headers.addAll(List.of(name, value)));
            if (!call.contentType().isEmpty()) {
                headers.addAll(List.of("Content-Type", call.contentType()));
            }
            return caller.send(call.method(), call.url(), call.body(), headers.toArray(String[]::new));
        }
        ObjectNode bundle = bundle(at.carrier() == Carrier.IN_BATCH ? "batch" : "transaction", call);
        boolean whole = at.flaw() == Flaw.WRONG_MEDIA_TYPE && !at.path().patches();
        return caller.send("POST", "", bundle.toString(), "Content-Type", whole ? "text/plain" : FHIR);
    }

    private static ObjectNode bundle(String type, Call call) {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", type);
        ObjectNode entry = bundle.putArray("entry").addObject();
        ObjectNode request =
                entry.putObject("request").put("method", call.method()).put("url", call.url());
        call.conditions()
                .forEach((name, value) -> request.put(
                        Map.of("If-Match", "ifMatch", "If-None-Match", "ifNoneMatch", "If-None-Exist", "ifNoneExist")
                                .get(name),
                        value));
        if (call.method().equals("PATCH") && !call.contentType().equals(FHIR)) {
            entry.putObject("resource")
                    .put("resourceType", "Binary")
                    .put("contentType", call.contentType())
                    .put("data", Base64.getEncoder().encodeToString(call.body().getBytes(StandardCharsets.UTF_8)));
        } else if (!call.body().isEmpty()) {
            entry.set("resource", json(call.body()));
        }
        return bundle;
    }

    private static Call call(Scene scene, WritePath path, Flaw flaw) {
        String criteria = "identifier=urn:example:visit%7C" + scene.number();
        String one = scene.type() + "/" + scene.id();
        String byCriteria = scene.type() + "?" + criteria;
        Map<String, String> conditions = new HashMap<>(conditions(scene, path, flaw));
        if (path == WritePath.CONDITIONAL_CREATE || path == WritePath.CONDITIONAL_CREATE_IN_VAIN) {
            conditions.put("If-None-Exist", criteria);
        }
        String method = switch (path) {
            case CREATE, CONDITIONAL_CREATE, CONDITIONAL_CREATE_IN_VAIN, SEARCH_BY_POST -> "POST";
            default -> path.patches() ? "PATCH" : path.deletes() ? "DELETE" : path.reads() ? "GET" : "PUT";
        };
        String url = switch (path) {
            case CREATE, CONDITIONAL_CREATE, CONDITIONAL_CREATE_IN_VAIN -> scene.type();
            case SEARCH -> byCriteria;
            case SEARCH_BY_POST -> scene.type() + "/_search";
            case VREAD -> one + "/_history/1";
            case HISTORY -> one + "/_history";
            case HISTORY_OF_TYPE -> scene.type() + "/_history";
            default -> path.conditional() ? byCriteria : one;
        };
        String body = path == WritePath.SEARCH_BY_POST ? criteria : body(scene, path, flaw);
        return new Call(method, url, body, contentType(path, flaw), conditions);
    }

    private static String contentType(WritePath path, Flaw flaw) {
        if (flaw == Flaw.WRONG_MEDIA_TYPE) {
            return "text/plain";
        }
        if (path.reads() || path.deletes()) {
            return path == WritePath.SEARCH_BY_POST ? "application/x-www-form-urlencoded" : "";
        }
        if (path == WritePath.FHIRPATH_PATCH_IN_XML) {
            return "application/fhir+xml";
        }
        return path.patches() && !path.fhirPath() ? "application/json-patch+json" : FHIR;
    }

    private static Map<String, String> conditions(Scene scene, WritePath path, Flaw flaw) {
        if (flaw == Flaw.NO_VERSION || !path.has(Flaw.STALE_VERSION)) {
            return Map.of();
        }
        if (flaw == Flaw.MALFORMED_VERSION) {
            return Map.of("If-Match", "W/\"1");
        }
        if (flaw == Flaw.STALE_VERSION) {
            return Map.of("If-Match", "W/\"7\"");
        }
        if (path == WritePath.UNDELETE) {
            return Map.of("If-None-Match", "*");
        }
        return path.creates() ? Map.of() : Map.of("If-Match", "W/\"" + scene.version() + "\"");
    }

    private static String body(Scene scene, WritePath path, Flaw flaw) {
        if (path.reads() || path.deletes()) {
            return "";
        }
        if (path.patches()) {
            return path.fhirPath() ? fhirPathPatch(scene, path, flaw) : jsonPatch(scene, flaw);
        }
        ObjectNode body = path == WritePath.UPDATE_AS_CREATE ? patient(scene) : visit(scene);
        boolean changes = path == WritePath.UPDATE || path == WritePath.CONDITIONAL_UPDATE;
        if (path != WritePath.UPDATE_AS_CREATE) {
            String illegal = changes ? "proposed" : "arrived";
            String legal = changes ? "arrived" : "booked";
            body.put("status", flaw == Flaw.ILLEGAL_STATUS ? illegal : legal);
        }
        if (path == WritePath.UPDATE || path == WritePath.UPDATE_AS_CREATE || path == WritePath.UNDELETE) {
            body.put("id", scene.id());
        }
        if (flaw == Flaw.OTHER_ID) {
            body.put("id", "another");
        }
        if (flaw == Flaw.BROKEN_BODY) {
            body.put("colour", "red");
        }
        if (flaw == Flaw.UNKNOWN_REFERENCE) {
            if (path == WritePath.UPDATE_AS_CREATE) {
                body.putArray("link")
                        .addObject()
                        .put("type", "seealso")
                        .putObject("other")
                        .put("reference", "Patient/nobody");
            } else {
                ((ObjectNode) body.at("/participant/0/actor")).put("reference", "Patient/nobody");
            }
        }
        return body.toString();
    }

    private static String jsonPatch(Scene scene, Flaw flaw) {
        if (flaw == Flaw.BROKEN_BODY) {
            return "[{\"op\":";
        }
        String more = switch (flaw) {
            case UNKNOWN_REFERENCE ->
                ",{\"op\":\"replace\",\"path\":\"/participant/0/actor/reference\",\"value\":\"Patient/nobody\"}";
            case OTHER_ID -> ",{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"another\"}";
            default -> "";
        };
        return "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + target(flaw) + "\"},"
                + "{\"op\":\"replace\",\"path\":\"/description\",\"value\":\"" + scene.mark() + "\"}" + more + "]";
    }

    private static String fhirPathPatch(Scene scene, WritePath path, Flaw flaw) {
        boolean xml = path == WritePath.FHIRPATH_PATCH_IN_XML;
        List<String> operations = new ArrayList<>();
        operations.add(operation(xml, "Appointment.status", "Code", target(flaw)));
        operations.add(operation(xml, "Appointment.description", "String", scene.mark()));
        switch (flaw) {
            case UNKNOWN_REFERENCE ->
                operations.add(
                        operation(xml, "Appointment.participant[0].actor.reference", "String", "Patient/nobody"));
            case OTHER_ID -> operations.add(operation(xml, "Appointment.id", "String", "another"));
            case BROKEN_BODY -> operations.add(operation(xml, "Appointment..status", "Code", "arrived"));
            default -> {}
        }
        return xml
                ? "<Parameters xmlns=\"http://hl7.org/fhir\">" + String.join("", operations) + "</Parameters>"
                : "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", operations) + "]}";
    }

    private static String operation(boolean xml, String path, String type, String value) {
        return (xml
                        ? "<parameter><name value=\"operation\"/><part><name value=\"type\"/><valueCode value=\"replace\"/></part>"
                                + "<part><name value=\"path\"/><valueString value=\"%s\"/></part>"
                                + "<part><name value=\"value\"/><value%s value=\"%s\"/></part></parameter>"
                        : "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"},"
                                + "{\"name\":\"path\",\"valueString\":\"%s\"},{\"name\":\"value\",\"value%s\":\"%s\"}]}")
                .formatted(path, type, value);
    }

    private static String target(Flaw flaw) {
        return flaw == Flaw.ILLEGAL_STATUS ? "proposed" : "arrived";
    }

    // What is stored

    private static Scene scene(Rest desk, WritePath path, Flaw flaw) {
        String number = UUID.randomUUID().toString();
        String mark = "mark-" + UUID.randomUUID();
        Scene scene = new Scene(path.type(), "new-" + number, "1", number, mark);
        if (path.creates() && path != WritePath.UNDELETE) {
            return scene;
        }
        ObjectNode visit = visit(scene).put("description", "as created");
        String id = desk.post(visit).is(201).id();
        String address = "Appointment/" + id;
        if (path == WritePath.UNDELETE) {
            desk.send("DELETE", address, "", "If-Match", "W/\"1\"").is(200);
        }
        boolean kept = path.deletes() && flaw == Flaw.ILLEGAL_STATUS;
        if (kept) {
            desk.put(visit.put("id", id).put("status", "cancelled"), "If-Match", "W/\"1\"")
                    .is(200);
        }
        return new Scene("Appointment", id, kept ? "2" : "1", number, mark);
    }

    /** Returns all that a case could change, as somebody reads it who may read everything. */
    private static String stored(Rest desk, Scene scene) {
        Answer read = desk.get(scene.type() + "/" + scene.id());
        JsonNode found =
                desk.get(scene.type() + "?identifier=" + scene.number()).is(200).json();
        List<String> entries = new ArrayList<>();
        found.path("entry").forEach(entry -> entries.add(entry.path("resource").toString()));
        String count = desk.get(scene.type() + "?_summary=count")
                .is(200)
                .json()
                .path("total")
                .asText();
        String one =
                read.status() == 200 ? read.version() + " " + read.json() : read.status() + " " + rule(read.json());
        return one + "\n" + entries + "\n" + count;
    }

    /** Returns the status that the request was answered with, and the rule that refused it. */
    private static String told(Answer answer, Carrier carrier) {
        if (carrier == Carrier.ALONE || answer.status() != 200) {
            return answer.status() >= 400 ? answer.status() + " " + rule(answer.json()) : answer.status() + "";
        }
        JsonNode response = answer.json().at("/entry/0/response");
        String status = response.path("status").asText().substring(0, 3);
        return status.charAt(0) == '4' ? status + " " + rule(response.path("outcome")) : status;
    }

    private static String rule(JsonNode outcome) {
        return outcome.at("/issue/0/details/coding/0/code").asText();
    }

    private static ObjectNode visit(Scene scene) {
        ObjectNode visit = Rest.fixture("core-appointment.json").put("description", scene.mark());
        visit.putArray("identifier")
                .addObject()
                .put("system", "urn:example:visit")
                .put("value", scene.number());
        return visit;
    }

    private static ObjectNode patient(Scene scene) {
        ObjectNode patient = Rest.fixture("patient.json");
        patient.putArray("identifier")
                .addObject()
                .put("system", "urn:example:visit")
                .put("value", scene.number());
        ((ObjectNode) patient.at("/name/0")).put("family", scene.mark());
        return patient;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
