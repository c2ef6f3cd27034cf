package io.frontdesk.facade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes and shows single appointments, their versions, and what has changed. */
final class Appointments {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_VERSIONS = 1_000;

    private final FacadePolicy policy;
    private final FhirEndpoint endpoint;
    private final Teller teller;
    private final int mostBytes;

    Appointments(FacadePolicy policy, FhirEndpoint endpoint, Teller teller, int mostBytes) {
        this.policy = policy;
        this.endpoint = endpoint;
        this.teller = teller;
        this.mostBytes = mostBytes;
    }

    void create(FhirEndpoint.Exchange exchange, Route route) throws IOException, ServletException {
        write(exchange, route, Optional.empty(), Map.of());
    }

    void update(FhirEndpoint.Exchange exchange, Route route, String id, String version)
            throws IOException, ServletException, BadMessageException {
        write(exchange, route, Optional.of(id), Map.of("If-Match", basedOn(route, version)));
    }

    private void write(FhirEndpoint.Exchange exchange, Route route, Optional<String> id, Map<String, String> headers)
            throws IOException, ServletException {
        Translation body = new Translation(exchange.request(), mostBytes, policy, id);
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/fhir+json");
        all.put("Prefer", "return=representation");
        FhirAnswer answer = endpoint.send(
                exchange,
                id.isPresent() ? "PUT" : "POST",
                policy.type() + id.map(value -> "/" + value).orElse(""),
                all,
                body);
        if (answer.refusal().filter(Appointments::ofTheBody).isPresent()
                && body.fault().isPresent()) {
            BadMessageException fault = body.fault().get();
            teller.tell(exchange.response(), fault.status(), fault.told());
        } else if (answer.good()) {
            teller.answer(exchange.response(), route.status(), policy.told(answer.resource()));
        } else {
            teller.refuse(exchange, answer, id, body.sent());
        }
    }

    /** HAPI by itself, with the guards in shadow, says no more of a body than that the request is wrong. */
    private static boolean ofTheBody(Refusal refusal) {
        return refusal.rule() == Rule.REQUEST_INVALID || refusal.rule().id().startsWith("body.");
    }

    void set(FhirEndpoint.Exchange exchange, Route route, String id, String version)
            throws IOException, ServletException, BadMessageException {
        ArrayNode patch = JSON.createArrayNode();
        route.values()
                .forEach((element, value) -> patch.addObject()
                        .put("op", "add")
                        .put("path", "/" + element)
                        .put("value", value));
        FhirAnswer answer = endpoint.send(
                exchange,
                "PATCH",
                policy.type() + "/" + id,
                Map.of("If-Match", basedOn(route, version), "Content-Type", "application/json-patch+json"),
                () -> JSON.writeValueAsBytes(patch));
        if (answer.good()) {
            exchange.response().setStatus(route.status());
        } else {
            teller.refuse(exchange, answer, Optional.of(id), MissingNode.getInstance());
        }
    }

    /** Returns the entity tag of the version that a change is based on. */
    private static String basedOn(Route route, String version) throws BadMessageException {
        if (!version.matches("-?\\d{1,18}")) {
            throw BadMessageException.of("The version in the address must be a whole number: "
                    + (route.next() ? "the one after the current version." : "the current version."));
        }
        BigInteger number = new BigInteger(version);
        return "W/\"" + (route.next() ? number.subtract(BigInteger.ONE) : number) + "\"";
    }

    void read(FhirEndpoint.Exchange exchange, Route route, String id) throws IOException, ServletException {
        FhirAnswer answer = endpoint.get(exchange, policy.type() + "/" + id, Map.of());
        if (answer.good()) {
            teller.answer(exchange.response(), route.status(), policy.told(answer.resource()));
        } else {
            teller.refuse(exchange, answer);
        }
    }

    void history(FhirEndpoint.Exchange exchange, Route route, String id) throws IOException, ServletException {
        FhirAnswer answer = endpoint.get(
                exchange,
                policy.type() + "/" + id + "/_history",
                Map.of("_count", List.of(String.valueOf(MOST_VERSIONS))));
        List<ObjectNode> versions = new ArrayList<>(answer.entries());
        Collections.reverse(versions);
        answerList(exchange, route, answer, versions);
    }

    void changes(FhirEndpoint.Exchange exchange, Route route)
            throws IOException, ServletException, BadMessageException {
        String since = exchange.request().getParameter(route.since());
        if (since == null || !isTime(since)) {
            throw BadMessageException.of(
                    route.since() + " must be a time with its zone, such as 2026-03-09T09:00:00Z.");
        }
        FhirAnswer answer = endpoint.get(
                exchange,
                policy.type(),
                Map.of(
                        "_lastUpdated", List.of("ge" + since),
                        "_sort", List.of("_lastUpdated"),
                        "_count", List.of(String.valueOf(route.most()))));
        answerList(exchange, route, answer, answer.entries());
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void answerList(FhirEndpoint.Exchange exchange, Route route, FhirAnswer answer, List<ObjectNode> resources)
            throws IOException, ServletException {
        if (!answer.good()) {
            teller.refuse(exchange, answer);
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        resources.stream().map(policy::told).forEach(list::add);
        teller.answer(exchange.response(), route.status(), list);
    }
}
