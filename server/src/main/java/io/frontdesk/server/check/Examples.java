package io.frontdesk.server.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resources that the suite begins with: the valid examples of a contract, or one that the user gives.
 *
 * @param appointments the appointments, by name
 * @param others resources that they may refer to
 * @param given whether they are the user's, and name real resources
 */
public record Examples(List<ObjectNode> appointments, List<ObjectNode> others, boolean given) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALID = "examples/valid/";

    /** Copies the lists. */
    public Examples {
        appointments = List.copyOf(appointments);
        others = List.copyOf(others);
    }

    /** Returns the examples in the folder of a contract; files that hold no resource are passed over. */
    public static Examples of(SourceFolder folder) throws IOException {
        List<ObjectNode> appointments = new ArrayList<>();
        List<ObjectNode> others = new ArrayList<>();
        for (String name : folder.list()) {
            if (name.startsWith(VALID) && name.endsWith(".json")) {
                try (InputStream file = folder.open(name)) {
                    resource(file)
                            .ifPresent(resource -> (isAppointment(resource) ? appointments : others).add(resource));
                }
            }
        }
        return new Examples(appointments, others, false);
    }

    /** Returns the one appointment in a file of the user's; empty when it holds none. */
    public static Optional<Examples> given(InputStream file) throws IOException {
        return resource(file).filter(Examples::isAppointment).map(one -> new Examples(List.of(one), List.of(), true));
    }

    private static Optional<ObjectNode> resource(InputStream file) throws IOException {
        try {
            return JSON.readTree(file) instanceof ObjectNode resource ? Optional.of(resource) : Optional.empty();
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    private static boolean isAppointment(JsonNode resource) {
        return resource.path("resourceType").asText().equals("Appointment");
    }

    /** Returns what a resource of a type can be made of: an example, else the least that FHIR asks for. */
    ObjectNode other(String type) {
        return others.stream()
                .filter(other -> other.path("resourceType").asText().equals(type))
                .map(ObjectNode::deepCopy)
                .findFirst()
                .orElseGet(() -> least(type));
    }

    private static ObjectNode least(String type) {
        String more = switch (type) {
            case "Schedule" -> ", \"actor\": [{\"reference\": \"Practitioner/1\"}]";
            case "Slot" ->
                ", \"status\": \"free\", \"schedule\": {\"reference\": \"Schedule/1\"},"
                        + " \"start\": \"2026-03-09T09:00:00Z\", \"end\": \"2026-03-09T09:30:00Z\"";
            case "Encounter" ->
                ", \"status\": \"planned\", \"class\": {\"system\":"
                        + " \"http://terminology.hl7.org/CodeSystem/v3-ActCode\", \"code\": \"AMB\"}";
            default -> "";
        };
        try {
            return (ObjectNode) JSON.readTree("{\"resourceType\": \"" + type + "\"" + more + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
