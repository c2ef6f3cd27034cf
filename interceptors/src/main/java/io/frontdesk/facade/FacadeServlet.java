package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON interface of a contract, beside its FHIR endpoint. Each request becomes one to the endpoint, with the caller's own
 * token; what the endpoint refuses is told as the contract's {@code facade.errors} say.
 */
public final class FacadeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is told of a caller before what is wrong with an address. */
    private static final Set<Integer> OF_CALLERS = Set.of(401, 403, 429, 503);

    private static final Set<String> PASSED_ON = Set.of("WWW-Authenticate", "Retry-After");

    private final transient FacadePolicy policy;
    private final transient FhirEndpoint endpoint;
    private final transient Lists lists;
    private final int mostBytes;

    /**
     * @param fhir answers the endpoint's FHIR requests
     * @param path where it stands on the server, such as {@code /fhir/clinic}
     * @param mostBytes the longest body in bytes; a longer one is 413
     */
    public FacadeServlet(FacadePolicy policy, Servlet fhir, String path, int mostBytes) {
        this.policy = policy;
        this.endpoint = new FhirEndpoint(fhir, path);
        this.lists = new Lists(policy, endpoint);
        this.mostBytes = mostBytes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        List<String> pieces = Route.pieces(request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse(""));
        List<Route> here = policy.at(pieces);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Optional<Route> route =
                here.stream().filter(known -> known.method().equals(method)).findFirst();
        FhirEndpoint.Exchange exchange = new FhirEndpoint.Exchange(request, response);
        if (route.isEmpty()) {
            elsewhere(response, here);
            return;
        }
        try {
            handle(exchange, route.get(), pieces);
        } catch (BadMessageException e) {
            tell(exchange, e);
        }
    }

    private void elsewhere(HttpServletResponse response, List<Route> here) throws IOException {
        if (here.isEmpty()) {
            answer(response, 404, policy.errors().body(404, "Nothing is served under this address."));
            return;
        }
        String allowed = here.stream().map(Route::method).sorted().distinct().collect(Collectors.joining(", "));
        response.setHeader("Allow", allowed);
        answer(response, 405, policy.errors().body(405, "The address takes " + allowed + "."));
    }

    private void handle(FhirEndpoint.Exchange exchange, Route route, List<String> pieces)
            throws IOException, ServletException, BadMessageException {
        String id = route.said(Route.ID, pieces).orElse("");
        if (route.path().contains(Route.ID) && !Form.isId(id)) {
            // What is no id may mean something else to the endpoint: Appointment/_search is a search.
            throw BadMessageException.notFound("Nothing is stored under this id.");
        }
        switch (route.does()) {
            case CREATE -> write(exchange, route, Optional.empty(), Map.of());
            case UPDATE -> write(exchange, route, Optional.of(id), Map.of("If-Match", basedOn(route, pieces)));
            case SET -> set(exchange, route, id, basedOn(route, pieces));
            case READ -> read(exchange, route, id);
            case HISTORY -> history(exchange, route, id);
            case CHANGES -> changes(exchange, route);
            case PAGE -> list(exchange, route, lists.page(exchange, route));
            case GROUPS -> list(exchange, route, lists.groups(exchange, route));
            case COUNTS -> list(exchange, route, lists.counts(exchange, route));
            case OPENAPI -> answer(exchange.response(), route.status(), OpenApi.of(policy));
        }
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
        boolean unreadable = answer.refusal()
                .filter(refusal -> refusal.rule().id().startsWith("body."))
                .isPresent();
        if (unreadable && body.fault().isPresent()) {
            tell(exchange.response(), body.fault().get());
        } else if (answer.good()) {
            answer(exchange.response(), route.status(), policy.told(answer.resource()));
        } else {
            refuse(exchange, answer, id, body.sent());
        }
    }

    private void set(FhirEndpoint.Exchange exchange, Route route, String id, String basedOn)
            throws IOException, ServletException {
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
                Map.of("If-Match", basedOn, "Content-Type", "application/json-patch+json"),
                () -> JSON.writeValueAsBytes(patch));
        if (answer.good()) {
            exchange.response().setStatus(route.status());
        } else {
            refuse(exchange, answer, Optional.of(id), JSON.missingNode());
        }
    }

    private void read(FhirEndpoint.Exchange exchange, Route route, String id) throws IOException, ServletException {
        FhirAnswer answer = endpoint.get(exchange, policy.type() + "/" + id, Map.of());
        if (answer.good()) {
            answer(exchange.response(), route.status(), policy.told(answer.resource()));
        } else {
            refuse(exchange, answer);
        }
    }

    private void history(FhirEndpoint.Exchange exchange, Route route, String id) throws IOException, ServletException {
        FhirAnswer answer = endpoint.get(
                exchange,
                policy.type() + "/" + id + "/_history",
                Map.of("_count", List.of(String.valueOf(MOST_VERSIONS))));
        if (!answer.good()) {
            refuse(exchange, answer);
            return;
        }
        List<ObjectNode> versions = new ArrayList<>(answer.entries());
        Collections.reverse(versions);
        answer(exchange.response(), route.status(), listOf(versions));
    }

    private static final int MOST_VERSIONS = 1_000;

    private void changes(FhirEndpoint.Exchange exchange, Route route)
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
        if (answer.good()) {
            answer(exchange.response(), route.status(), listOf(answer.entries()));
        } else {
            refuse(exchange, answer);
        }
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private ArrayNode listOf(List<ObjectNode> resources) {
        ArrayNode list = JSON.createArrayNode();
        resources.stream().map(policy::told).forEach(list::add);
        return list;
    }

    private void list(FhirEndpoint.Exchange exchange, Route route, Lists.Listed listed)
            throws IOException, ServletException {
        if (listed.list().isPresent()) {
            answer(exchange.response(), route.status(), listed.list().get());
        } else {
            refuse(exchange, listed.answer());
        }
    }

    /** Returns the entity tag of the version that a change is based on. */
    private static String basedOn(Route route, List<String> pieces) throws BadMessageException {
        String version = route.said(Route.VERSION, pieces).orElse("");
        if (!version.matches("-?\\d{1,18}")) {
            throw BadMessageException.of("The version in the address must be a whole number: "
                    + (route.next() ? "the one after the current version." : "the current version."));
        }
        BigInteger number = new BigInteger(version);
        return "W/\"" + (route.next() ? number.subtract(BigInteger.ONE) : number) + "\"";
    }

    /** Tells what is wrong with an address, to those who may ask at all. */
    private void tell(FhirEndpoint.Exchange exchange, BadMessageException bad) throws IOException, ServletException {
        FhirAnswer asked = endpoint.get(exchange, policy.type(), Map.of("_id", List.of("-"), "_count", List.of("1")));
        if (OF_CALLERS.contains(asked.status())) {
            refuse(exchange, asked);
        } else {
            tell(exchange.response(), bad);
        }
    }

    private void tell(HttpServletResponse response, BadMessageException bad) throws IOException {
        answer(response, bad.status(), policy.errors().body(bad.status(), bad.told()));
    }

    private void refuse(FhirEndpoint.Exchange exchange, FhirAnswer answer) throws IOException, ServletException {
        refuse(exchange, answer, Optional.empty(), JSON.missingNode());
    }

    private void refuse(FhirEndpoint.Exchange exchange, FhirAnswer answer, Optional<String> id, JsonNode sent)
            throws IOException, ServletException {
        PASSED_ON.forEach(name -> Optional.ofNullable(answer.headers().get(name))
                .ifPresent(value -> exchange.response().setHeader(name, value)));
        JsonNode body = answer.refusal().isPresent()
                ? policy.errors().body(answer.status(), answer.refusal().get(), current(exchange, answer, id, sent))
                : policy.errors().body(answer.status(), "The server cannot do this.");
        answer(exchange.response(), answer.status(), body);
    }

    /** Returns the version that a client in conflict should know. */
    private Optional<String> current(
            FhirEndpoint.Exchange exchange, FhirAnswer refused, Optional<String> id, JsonNode sent)
            throws IOException, ServletException {
        Refusal refusal = refused.refusal().orElseThrow();
        if (refused.status() != 409 || refusal.facts().containsKey("current")) {
            return Optional.empty();
        }
        Optional<ErrorForm.Latest> latest = policy.errors().latest();
        if (id.isEmpty() && refusal.rule() == Rule.DUPLICATE && latest.isPresent()) {
            String value = sent.path(latest.get().field()).asText();
            return endpoint
                    .get(
                            exchange,
                            policy.type(),
                            Map.of(
                                    latest.get().parameter(),
                                    List.of(latest.get().system() + "|" + value)))
                    .entries()
                    .stream()
                    .map(found -> found.path("meta").path("versionId").asText())
                    .findFirst();
        }
        return id.isEmpty()
                ? Optional.empty()
                : endpoint.get(exchange, policy.type() + "/" + id.get(), Map.of())
                        .version();
    }

    private static void answer(HttpServletResponse response, int status, @Nullable JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
