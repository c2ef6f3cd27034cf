package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A practice's own software on an endpoint with the contract {@code canvas}, or with one made of it. */
final class CanvasDesk {

    static final String PRACTITIONER = "Practitioner/aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa";
    static final String PATIENT = "Patient/bbbbbbbbbbbb4bbb8bbbbbbbbbbbbbbb";
    static final String OTHER_PATIENT = "Patient/cccccccccccc4ccc8ccccccccccccccc";
    static final String SYSTEM_USER = "Practitioner/system-user";
    static final String SNOMED = "http://snomed.info/sct";
    static final String MEETING = "appointment-meeting-endpoint";
    static final List<String> ACCEPTED =
            List.of("proposed", "pending", "booked", "arrived", "checked-in", "fulfilled", "noshow", "cancelled");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> THERE =
            List.of(PRACTITIONER, SYSTEM_USER, PATIENT, OTHER_PATIENT, "Location/1", "Location/2");

    private final Rest rest;

    private CanvasDesk(Rest rest) {
        this.rest = rest;
    }

    /** Opens a desk on the contract of that name, where all that appointments point at is there. */
    static CanvasDesk of(TestServer server, String contract) {
        Rest rest = new Rest(server.base(contract), scoped(server, "user/*.*"));
        for (String address : THERE) {
            int slash = address.indexOf('/');
            ObjectNode resource = object("{\"resourceType\":\"" + address.substring(0, slash) + "\",\"id\":\""
                    + address.substring(slash + 1) + "\"}");
            assertThat(rest.put(resource).status()).isIn(200, 201);
        }
        return new CanvasDesk(rest);
    }

    static CanvasDesk of(TestServer server) {
        return of(server, "canvas");
    }

    /** Returns a token with SMART scopes. */
    static String scoped(TestServer server, String scope) {
        return server.token(Map.of("scope", scope));
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns an appointment to create, to change before that. */
    static ObjectNode visit() {
        return Rest.fixture("canvas-appointment.json");
    }

    /** Returns an appointment without what need not be there. */
    static ObjectNode plain() {
        ObjectNode visit = visit();
        visit.remove(List.of("status", "contained", "appointmentType", "reasonCode"));
        ((ArrayNode) visit.path("supportingInformation")).remove(1);
        return visit;
    }

    Rest rest() {
        return rest;
    }

    Answer post(JsonNode visit, String... headers) {
        return rest.post(visit, headers);
    }

    /** Creates and returns the id. */
    String created(JsonNode visit) {
        return located(post(visit).is(201));
    }

    static String located(Answer answer) {
        return answer.header("Location").replaceFirst(".*/Appointment/([^/]+).*", "$1");
    }

    /** Changes the elements that the text in JSON names; it may be written with single quotes. */
    Answer change(String id, String elements, String... headers) {
        return put(
                id,
                object("{'resourceType':'Appointment'" + (elements.isEmpty() ? "" : ",") + elements + "}"),
                headers);
    }

    Answer put(String id, JsonNode body, String... headers) {
        return send(id, body.toString(), headers);
    }

    Answer send(String id, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return rest.send("PUT", "Appointment/" + id, body, all);
    }

    /** Returns what is stored. */
    ObjectNode stored(String id) {
        return (ObjectNode) rest.get("Appointment/" + id).is(200).json();
    }

    /** Returns what is stored without its metadata. */
    ObjectNode content(String id) {
        ObjectNode stored = stored(id);
        stored.remove("meta");
        return stored;
    }

    /** Brings a new appointment into a status. */
    String in(String status) {
        String id = created(visit());
        change(id, "'status':'" + status + "'").is(200);
        assertThat(stored(id).path("status").asText()).isEqualTo(status);
        return id;
    }

    /** Returns the sentence of a refusal. */
    static String said(Answer refused) {
        return refused.issue().at("/details/text").asText();
    }

    static String code(Answer refused) {
        return refused.issue().path("code").asText();
    }
}
