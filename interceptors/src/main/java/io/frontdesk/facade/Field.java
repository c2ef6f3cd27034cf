package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A member of a JSON object of the interface.
 *
 * @param name what it is called
 * @param shape how it stands in FHIR
 * @param required whether a client must send it
 * @param told whether the server alone writes it, and what a client sends is passed over
 * @param otherwise what counts when a client leaves it out
 * @param silent what need not be stored, because that is told where nothing is
 */
record Field(
        String name,
        Shape shape,
        boolean required,
        boolean told,
        Optional<JsonNode> otherwise,
        Optional<JsonNode> silent) {}
