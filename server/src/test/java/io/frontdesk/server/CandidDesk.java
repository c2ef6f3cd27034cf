package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An organization's software on the JSON interface of the contract {@code candid}. */
final class CandidDesk {

    static final String PATIENT = "pat-0001";
    static final List<String> STATES = List.of("PENDING", "NOT_READY", "READY", "CHECKED_IN");
    static final String STATUS_SYSTEM = "urn:frontdesk:candid:status";

    private static final AtomicInteger PLACERS = new AtomicInteger();

    private final TestServer server;
    private final Rest rest;

    private CandidDesk(TestServer server, Rest rest) {
        this.server = server;
        this.rest = rest;
    }

    /** Opens a desk of an organization. */
    static CandidDesk of(TestServer server, String organization) {
        Rest operator = new Rest(server.base("candid"), server.token("Patient.read", "Patient.write"));
        if (operator.get("Patient/" + PATIENT).status() == 404) {
            operator.put(object("{'resourceType':'Patient','id':'" + PATIENT + "'}"))
                    .is(201);
        }
        return new CandidDesk(server, new Rest(server.root(), token(server, organization)));
    }

    static String token(TestServer server, String organization) {
        return server.token(Map.of("organization_id", organization));
    }

    /** Returns the object that the text in JSON says; it may be written with single quotes. */
    static ObjectNode object(String json) {
        return CanvasDesk.object(json);
    }

    /** Returns a visit to create, to change before that, with a placer id of its own. */
    static ObjectNode visit() {
        ObjectNode visit = object(
                "{'patient_id':'" + PATIENT + "','start_timestamp':'2026-03-09T09:00:00Z',"
                        + "'service_duration':30,'services':[{'universal_service_identifier':'MD_Visit',"
                        + "'start_timestamp':'2026-03-09T09:00:00Z'}],'location_resource_id':'LOC1^Main clinic','notes':'test'}");
        return visit.put("placer_appointment_id", "placer-" + PLACERS.incrementAndGet());
    }

    /** Returns a visit as its state asks for it. */
    static ObjectNode visit(String state) {
        ObjectNode visit = visit().put("status", state);
        if (state.equals("NOT_READY")) {
            visit.put("work_queue", "NEW_PATIENT");
        }
        if (state.equals("CHECKED_IN")) {
            visit.put("checked_in_timestamp", "2026-03-09T08:55:00Z");
        }
        return visit;
    }

    /** Returns the same software with a token of another organization. */
    CandidDesk as(String organization) {
        return new CandidDesk(server, rest.with(token(server, organization)));
    }

    /** Returns a client of the FHIR endpoint with the same token. */
    Rest fhir(String organization) {
        return new Rest(server.base("candid"), token(server, organization));
    }

    Rest rest() {
        return rest;
    }

    Answer create(JsonNode visit) {
        return send("POST", "appointments/v1", visit);
    }

    Answer update(String id, Object version, JsonNode visit) {
        return send("PUT", "appointments/v1/" + id + "/" + version, visit);
    }

    Answer deactivate(String id, Object version) {
        return rest.send("DELETE", "appointments/v1/" + id + "/" + version, "");
    }

    Answer get(String path) {
        return rest.get("appointments/v1/" + path);
    }

    Answer send(String method, String path, JsonNode body) {
        return rest.send(method, path, body.toString(), "Content-Type", "application/json");
    }

    /** Creates and returns the id. */
    String created(JsonNode visit) {
        return create(visit).is(200).id();
    }

    /** Asserts an error: its status, its name, and words that name something. */
    static Answer wrong(Answer answer, int status, String name, String named) {
        answer.is(status);
        assertThat(answer.json().path("errorName").asText()).as(answer.text()).isEqualTo(name);
        assertThat(answer.json().at("/content/message").asText())
                .contains(named)
                .doesNotContain("If-Match");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.text()).doesNotContain("HAPI-", "ca.uhn", "org.hl7", "java.", "Exception", "\tat ");
        return answer;
    }
}
