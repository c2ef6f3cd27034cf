package io.frontdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Callers of the Danish R4 endpoint, its examples, and what stands in its appointments. */
final class DanishDesk {

    static final String CONTRACT = "ehealth-dk-r4";
    static final String PROFILE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-";
    static final String VDX = "http://vdx.medcom.dk/meeting";
    static final String SYSTEM_ID = "http://ehealth.sundhed.dk/id/ehealth-identifier";
    static final String ORGANIZATIONS = "https://organization.example.org/fhir/";
    static final String TEAM = ORGANIZATIONS + "CareTeam/501";
    static final String PATIENT = "https://patient.example.org/fhir/Patient/701";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServer server;

    DanishDesk(TestServer server) {
        this.server = server;
    }

    /** Returns a caller who may do everything that is offered, with a work context as far as one is given. */
    Rest caller(String userType, String userId, String careTeam, String patient) {
        return caller(claims(userType, userId, careTeam, patient), "Appointment.*", "Patient.*");
    }

    /** Returns a caller with claims and roles. */
    Rest caller(Map<String, ?> claims, String... roles) {
        return new Rest(server.base(CONTRACT), server.token(claims, roles));
    }

    /** Returns a token with claims and roles. */
    String token(Map<String, ?> claims, String... roles) {
        return server.token(claims, roles);
    }

    /** Returns claims as the identity provider makes them; what is empty is absent. */
    static Map<String, ?> claims(String userType, String userId, String careTeam, String patient) {
        Map<String, Object> claims = new HashMap<>();
        Map<String, Object> context = new HashMap<>();
        put(claims, "user_type", userType);
        put(claims, "user_id", userId);
        put(context, "care_team_id", careTeam);
        put(context, "patient_id", patient);
        claims.put("context", context);
        return claims;
    }

    private static void put(Map<String, Object> map, String name, String value) {
        if (!value.isEmpty()) {
            map.put(name, value);
        }
    }

    /** Returns a practitioner of the care team that is responsible in all examples. */
    Rest practitioner() {
        return caller("PRACTITIONER", ORGANIZATIONS + "Practitioner/601", TEAM, "");
    }

    /** Returns a caller who is judged by no context. */
    Rest system() {
        return caller("SYSTEM", "", "", "");
    }

    /** Returns an example of the contract to change and send: {@code valid/ehealth-appointment-minimal}. */
    static ObjectNode example(String name) {
        return Examples.of(CONTRACT, name);
    }

    /** Returns the names of the examples in a folder. */
    static List<String> examples(String folder) {
        return Examples.names(CONTRACT, folder);
    }

    static ObjectNode plain() {
        return example("valid/ehealth-appointment-minimal");
    }

    static ObjectNode video() {
        return example("valid/ehealth-videoappointment-create");
    }

    static ObjectNode group() {
        return example("valid/ehealth-group-appointment-create");
    }

    /** Returns the value of the one extension with a URL, or an absent node. */
    static JsonNode extension(JsonNode of, String name, String value) {
        return StreamSupport.stream(of.path("extension").spliterator(), false)
                .filter(extension -> extension.path("url").asText().equals(PROFILE + name))
                .findFirst()
                .map(extension -> extension.path(value))
                .orElse(of.path("absent"));
    }

    static ObjectNode withExtension(ObjectNode of, String name, String value, String text) {
        of.withArray("extension").addObject().put("url", PROFILE + name).put(value, text);
        return of;
    }

    static ObjectNode withReference(ObjectNode of, String name, String reference) {
        of.withArray("extension")
                .addObject()
                .put("url", PROFILE + name)
                .putObject("valueReference")
                .put("reference", reference);
        return of;
    }

    /** Takes away all extensions with a URL. */
    static ObjectNode without(ObjectNode of, String name) {
        ArrayNode kept = JSON.createArrayNode();
        of.path("extension").forEach(extension -> {
            if (!extension.path("url").asText().equals(PROFILE + name)) {
                kept.add(extension);
            }
        });
        of.set("extension", kept);
        return of;
    }

    /** Returns the value of the one identifier with a system, or an empty text. */
    static String identifier(JsonNode of, String system) {
        return StreamSupport.stream(of.path("identifier").spliterator(), false)
                .filter(identifier -> identifier.path("system").asText().equals(system))
                .findFirst()
                .map(identifier -> identifier.path("value").asText())
                .orElse("");
    }
}
