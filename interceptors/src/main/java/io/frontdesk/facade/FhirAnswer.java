package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the FHIR endpoint answers.
 *
 * @param status the HTTP status
 * @param headers the headers, by name in lower case
 * @param body the resource; missing when there is none
 * @param refusal why the endpoint did not do it
 */
record FhirAnswer(int status, Map<String, String> headers, JsonNode body, Optional<Refusal> refusal) {

    boolean good() {
        return status < 300;
    }

    /** Returns the resource. */
    ObjectNode resource() {
        return (ObjectNode) body;
    }

    /** Returns the resources of a bundle. */
    List<ObjectNode> entries() {
        List<ObjectNode> resources = new ArrayList<>();
        body.path("entry").forEach(entry -> {
            if (entry.path("resource") instanceof ObjectNode resource) {
                resources.add(resource);
            }
        });
        return resources;
    }

    /** Returns the version that is told. */
    Optional<String> version() {
        JsonNode version = body.path("meta").path("versionId");
        return version.isTextual() ? Optional.of(version.textValue()) : Optional.empty();
    }
}
