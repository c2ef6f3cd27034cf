package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An identifier by which an appointment can be found. */
record Identifier(String system, String value) {

    /** Returns what an element holds, where it is an identifier. */
    static Optional<Identifier> of(JsonNode element) {
        return Optional.of(element)
                .filter(JsonNode::isObject)
                .map(identifier -> new Identifier(
                        identifier.path("system").asText(),
                        identifier.path("value").asText()));
    }

    /** Returns the first identifier of an appointment. */
    static Optional<Identifier> first(JsonNode appointment) {
        return of(appointment.at("/identifier/0"));
    }

    /** Returns whether an appointment has it. */
    boolean on(JsonNode appointment) {
        for (JsonNode identifier : appointment.path("identifier")) {
            if (of(identifier).filter(this::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Returns it as the value of a search parameter. */
    String token() {
        return system + "|" + value;
    }

    /** Returns it as criteria, as they stand in an address. */
    String criterion() {
        return "identifier=" + URLEncoder.encode(token(), StandardCharsets.UTF_8);
    }
}
