package io.frontdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Callers and appointments of the Danish endpoint, for the tests of its contract. */
final class Ehealth {

    static final String DEFINITIONS = "http://ehealth.sundhed.dk/fhir/StructureDefinition/";
    static final String VIDEO = DEFINITIONS + "ehealth-videoappointment";
    static final String PLAIN = DEFINITIONS + "ehealth-appointment";
    static final String ELSEWHERE = "https://organization.example.org/fhir/";
    static final String TEAM = ELSEWHERE + "CareTeam/7001";
    static final String NURSE = ELSEWHERE + "Practitioner/7002";
    static final String[] ALL = {"Appointment.*", "Patient.*", "$exportAsiCal"};

    private final TestServer server;
    private final String contract;

    /** Takes the name of the contract, which may be a test's own version of it. */
    Ehealth(TestServer server, String contract) {
        this.server = server;
        this.contract = contract;
    }

    /** Returns the address of the endpoint. */
    String base() {
        return server.base(contract);
    }

    /** Returns a client with claims and roles. */
    Rest as(Map<String, ?> claims, String... roles) {
        return new Rest(base(), server.token(claims, roles.length == 0 ? ALL : roles));
    }

    /** Returns a client of a system, which no context is asked of. */
    Rest system(String... roles) {
        return as(Map.of("user_type", "SYSTEM"), roles);
    }

    /** Returns a client of the nurse, who works in the team; with a patient in context unless that is empty. */
    Rest nurse(String patient) {
        return as(practitioner(NURSE, TEAM, patient));
    }

    /** Returns the claims of a practitioner; what is empty is not claimed. */
    static Map<String, ?> practitioner(String user, String team, String patient) {
        Map<String, Object> context = new LinkedHashMap<>();
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("user_type", "PRACTITIONER", "context", context));
        put(claims, "user_id", user);
        put(context, "care_team_id", team);
        put(context, "patient_id", patient);
        return claims;
    }

    private static void put(Map<String, Object> claims, String name, String value) {
        if (!value.isEmpty()) {
            claims.put(name, value);
        }
    }

    /** Returns a client of a patient. */
    Rest patient(String id, String... roles) {
        return as(Map.of("user_type", "PATIENT", "user_id", base() + "/Patient/" + id), roles);
    }

    /** Stores a patient that no other test knows, and returns its id. */
    String newPatient() {
        String id = "p" + UUID.randomUUID().toString().substring(0, 8);
        system().put(Rest.fixture("patient.json").put("id", id)).is(201);
        return id;
    }

    /** Returns a plain appointment of a patient. */
    static ObjectNode plain(String patient) {
        ObjectNode appointment = Rest.fixture("dk-appointment.json");
        ((ObjectNode) appointment.at("/participant/1/actor")).put("reference", "Patient/" + patient);
        return appointment;
    }

    /** Returns a video appointment of a patient. */
    static ObjectNode video(String patient) {
        ObjectNode appointment = Rest.fixture("dk-video-create.json");
        ((ObjectNode) appointment.at("/participant/2/actor")).put("reference", "Patient/" + patient);
        return appointment;
    }

    /** Stores an appointment and returns it as it is stored. */
    ObjectNode stored(ObjectNode appointment) {
        return (ObjectNode) system().post(appointment).is(201).json();
    }

    /** Returns the address of a stored resource below the endpoint. */
    static String path(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    /** Returns an extension of a resource by the last part of its URL, or a missing node. */
    static JsonNode extension(JsonNode resource, String name) {
        for (JsonNode extension : resource.path("extension")) {
            if (extension.path("url").asText().equals(DEFINITIONS + name)) {
                return extension;
            }
        }
        return resource.path("no extension " + name);
    }

    /** Adds an extension. */
    static ObjectNode add(ObjectNode element, String name, String value, String text) {
        ((ArrayNode) element.withArray("extension"))
                .addObject()
                .put("url", DEFINITIONS + name)
                .put(value, text);
        return element;
    }

    /** Returns the texts of a list, or those of a member of its items. */
    static List<String> texts(JsonNode list, String... member) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add((member.length == 0 ? item : item.path(member[0])).asText()));
        return texts;
    }

    /** Returns the ids of what a search found. */
    static List<String> found(Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.is(200)
                .json()
                .path("entry")
                .forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }
}
