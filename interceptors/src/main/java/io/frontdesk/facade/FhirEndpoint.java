package io.frontdesk.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.frontdesk.decision.Refusal;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The FHIR endpoint behind the interface, asked within the process: all its interceptors judge what is asked.
 *
 * @param servlet answers FHIR requests
 * @param path where it stands on the server, such as {@code /fhir/clinic}
 */
record FhirEndpoint(Servlet servlet, String path) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a client asked, and where its answer goes. */
    record Exchange(HttpServletRequest request, HttpServletResponse response) {}

    /** Asks for something without sending a body. */
    FhirAnswer get(Exchange exchange, String address, Map<String, List<String>> parameters)
            throws IOException, ServletException {
        return ask(
                new FhirRequest(
                        exchange.request(), "GET", path, "/" + address, parameters, Map.of(), () -> new byte[0]),
                exchange);
    }

    /** Sends a body, with headers of its own. */
    FhirAnswer send(
            Exchange exchange, String method, String address, Map<String, String> headers, FhirRequest.Body body)
            throws IOException, ServletException {
        return ask(new FhirRequest(exchange.request(), method, path, "/" + address, Map.of(), headers, body), exchange);
    }

    private FhirAnswer ask(FhirRequest request, Exchange exchange) throws IOException, ServletException {
        FhirResponse response = new FhirResponse(exchange.response());
        request.removeAttribute(Refusal.class.getName());
        servlet.service(request, response);
        return new FhirAnswer(
                response.getStatus(),
                response.headers(),
                body(response.bytes()),
                request.getAttribute(Refusal.class.getName()) instanceof Refusal refusal
                        ? Optional.of(refusal)
                        : Optional.empty());
    }

    /** What is no JSON, such as the words of a refusal alone, says nothing to us. */
    private static JsonNode body(byte[] bytes) throws IOException {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
