package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells clients what they get, or why they do not. */
final class Teller {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is told of a caller before what is wrong with an address. */
    private static final Set<Integer> OF_CALLERS = Set.of(401, 403, 429, 503);

    private static final Set<String> PASSED_ON = Set.of("WWW-Authenticate", "Retry-After");

    private final FacadePolicy policy;
    private final FhirEndpoint endpoint;

    Teller(FacadePolicy policy, FhirEndpoint endpoint) {
        this.policy = policy;
        this.endpoint = endpoint;
    }

    /** Answers with JSON. */
    void answer(HttpServletResponse response, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Tells what the interface itself finds. */
    void tell(HttpServletResponse response, int status, String message) throws IOException {
        answer(response, status, policy.errors().body(status, message));
    }

    /** Tells what is wrong with an address, to those who may ask at all. */
    void tell(FhirEndpoint.Exchange exchange, BadMessageException bad) throws IOException, ServletException {
        FhirAnswer asked = endpoint.get(exchange, policy.type(), Map.of("_id", List.of("-"), "_count", List.of("1")));
        if (OF_CALLERS.contains(asked.status())) {
            refuse(exchange, asked);
        } else {
            tell(exchange.response(), bad.status(), bad.told());
        }
    }

    /** Tells what the endpoint has refused. */
    void refuse(FhirEndpoint.Exchange exchange, FhirAnswer answer) throws IOException, ServletException {
        refuse(exchange, answer, Optional.empty(), MissingNode.getInstance());
    }

    /**
     * Tells what the endpoint has refused to change.
     *
     * @param id the appointment that is changed
     * @param sent what the client sent
     */
    void refuse(FhirEndpoint.Exchange exchange, FhirAnswer answer, Optional<String> id, JsonNode sent)
            throws IOException, ServletException {
        PASSED_ON.forEach(name -> Optional.ofNullable(answer.headers().get(name))
                .ifPresent(value -> exchange.response().setHeader(name, value)));
        if (answer.refusal().isEmpty()) {
            tell(exchange.response(), answer.status(), "The server cannot do this.");
            return;
        }
        Refusal refusal = answer.refusal().get();
        Optional<String> current = answer.status() == 409 && !refusal.facts().containsKey("current")
                ? current(exchange, refusal, id, sent)
                : Optional.empty();
        answer(exchange.response(), answer.status(), policy.errors().body(answer.status(), refusal, current));
    }

    /** Returns the version that a client in conflict should know. */
    private Optional<String> current(
            FhirEndpoint.Exchange exchange, Refusal refusal, Optional<String> id, JsonNode sent)
            throws IOException, ServletException {
        if (id.isPresent()) {
            return endpoint.get(exchange, policy.type() + "/" + id.get(), Map.of())
                    .version();
        }
        Optional<ErrorForm.Latest> latest = policy.errors().latest();
        if (refusal.rule() != Rule.DUPLICATE || latest.isEmpty()) {
            return Optional.empty();
        }
        String value = Filters.escaped(sent.path(latest.get().field()).asText());
        return endpoint
                .get(
                        exchange,
                        policy.type(),
                        Map.of(latest.get().parameter(), List.of(latest.get().system() + "|" + value)))
                .entries()
                .stream()
                .map(found -> found.path("meta").path("versionId").asText())
                .findFirst();
    }
}
