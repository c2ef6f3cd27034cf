package io.frontdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A vendor's software, which tells the SAS platform of appointments by their identifier. */
final class SasClient {

    static final String SYSTEM = "urn:oid:1.3.6.1.4.1.99999.75.1";
    static final String OTHER_SYSTEM = "urn:oid:1.3.6.1.4.1.99999.75.2";

    private static final String JSON = "application/fhir+json";

    private final Rest rest;

    SasClient(Rest rest) {
        this.rest = rest;
    }

    /** Returns an appointment under an identifier of {@link #SYSTEM}, to change and send. */
    static ObjectNode visit(String number) {
        return visit(SYSTEM, number);
    }

    static ObjectNode visit(String system, String number) {
        ObjectNode visit = Rest.fixture("sas-appointment.json");
        visit.putArray("identifier").addObject().put("system", system).put("value", number);
        return visit;
    }

    /** Returns the query that names an appointment by system and value. */
    static String by(String number) {
        return "identifier=" + SYSTEM + "%7C" + number;
    }

    Answer post(JsonNode visit, String... headers) {
        return rest.post(visit, headers);
    }

    Answer put(String query, JsonNode visit, String... headers) {
        return put(query, visit.toString(), headers);
    }

    Answer put(String query, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", JSON));
        }
        return rest.send("PUT", "Appointment" + (query.isEmpty() ? "" : "?" + query), body, all.toArray(String[]::new));
    }

    Rest rest() {
        return rest;
    }

    /** Returns the id that a Location names. */
    static String located(Answer answer) {
        return answer.header("Location").replaceFirst(".*/", "");
    }
}
