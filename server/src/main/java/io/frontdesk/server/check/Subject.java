package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An appointment of the suite's own on the server, as the server last said it is. */
final class Subject {

    private final String id;
    private String version;
    private ObjectNode stored;
    private boolean gone;

    Subject(String id, String version, ObjectNode stored) {
        this.id = id;
        this.version = version;
        this.stored = stored;
    }

    /** Returns the appointment that a request has made, as it was answered, or else as it was sent. */
    static Subject made(String id, Sent sent, Got got, String firstVersion) {
        JsonNode body = got.holds("Appointment") ? got.json() : Got.tree(sent.body());
        ObjectNode stored = body instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new Subject(id, got.version().orElse(firstVersion), stored);
    }

    String id() {
        return id;
    }

    /** Returns its version, as the server calls it. */
    String version() {
        return version;
    }

    ObjectNode stored() {
        return stored;
    }

    String status() {
        return stored.path("status").asText();
    }

    String path() {
        return "Appointment/" + id;
    }

    boolean gone() {
        return gone;
    }

    void changed(String newVersion, ObjectNode now) {
        version = newVersion;
        stored = now;
    }

    void deleted() {
        gone = true;
    }
}
