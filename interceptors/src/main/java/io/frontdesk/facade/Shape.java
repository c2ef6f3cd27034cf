package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How a value of the interface stands in FHIR JSON. Immutable. */
interface Shape {

    /** Returns the value that an element of FHIR JSON holds, as clients are told it; empty when it holds none. */
    Optional<JsonNode> told(ObjectNode element);

    /**
     * Puts a client's value into an element of FHIR JSON.
     *
     * @param name what the value is called in refusals
     * @throws BadMessageException if it is no such value
     */
    void put(ObjectNode element, JsonNode value, String name) throws BadMessageException;

    /** Returns the JSON Schema of the value, as OpenAPI 3.0 has it. */
    ObjectNode schema();
}
