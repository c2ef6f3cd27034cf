package io.frontdesk.facade;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description of the interface: OpenAPI 3.0.3, made of the same data that the interface runs on. */
final class OpenApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<Route.Does, String> SUMMARIES = Map.of(
            Route.Does.CREATE, "Create",
            Route.Does.UPDATE, "Replace",
            Route.Does.SET, "Deactivate",
            Route.Does.READ, "Get",
            Route.Does.HISTORY, "All versions, the oldest first",
            Route.Does.CHANGES, "What has changed since a moment, the oldest change first",
            Route.Does.PAGE, "A page of what matches a filter",
            Route.Does.GROUPS, "A page of the groups of what matches a filter",
            Route.Does.COUNTS, "Counts of what matches a filter",
            Route.Does.OPENAPI, "This description");

    private OpenApi() {}

    static ObjectNode of(FacadePolicy policy) {
        ObjectNode api = JSON.objectNode().put("openapi", "3.0.3");
        api.putObject("info").put("title", policy.title()).put("version", "1");
        ObjectNode paths = api.putObject("paths");
        for (Route route : policy.routes()) {
            String path = "/" + String.join("/", route.path());
            ObjectNode at = paths.path(path) instanceof ObjectNode there ? there : paths.putObject(path);
            at.set(route.method().toLowerCase(Locale.ROOT), operation(policy, route));
        }
        ObjectNode components = api.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        schemas.set(policy.name(), policy.shape().schema());
        schemas.set("Mutable" + policy.name(), policy.shape().sent());
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer");
        api.putArray("security").addObject().putArray("bearer");
        return api;
    }

    private static ObjectNode operation(FacadePolicy policy, Route route) {
        ObjectNode operation = JSON.objectNode().put("summary", SUMMARIES.get(route.does()));
        ArrayNode parameters = JSON.arrayNode();
        for (String piece : route.path()) {
            if (piece.startsWith("{")) {
                parameter(parameters, piece.substring(1, piece.length() - 1), "path", true);
            }
        }
        switch (route.does()) {
            case CHANGES -> parameter(parameters, route.since(), "query", true);
            case PAGE, GROUPS, COUNTS ->
                policy.lists()
                        .query()
                        .forEach((what, name) -> parameter(
                                parameters,
                                name,
                                "query",
                                what.equals("filters") && !route.filtered().isEmpty()));
            default -> {
                // Nothing is asked beside the address.
            }
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (route.does() == Route.Does.CREATE || route.does() == Route.Does.UPDATE) {
            content(operation.putObject("requestBody").put("required", true), reference("Mutable" + policy.name()));
        }
        ObjectNode responses = operation.putObject("responses");
        answer(responses.putObject(String.valueOf(route.status())), policy, route);
        responses.putObject("default").put("description", "Refused, and why");
        if (route.does() == Route.Does.OPENAPI) {
            operation.putArray("security");
        }
        return operation;
    }

    private static void answer(ObjectNode response, FacadePolicy policy, Route route) {
        response.put("description", "Done");
        switch (route.does()) {
            case CREATE, UPDATE, READ -> content(response, reference(policy.name()));
            case HISTORY, CHANGES -> content(response, listOf(reference(policy.name())));
            case PAGE, GROUPS -> content(response, page(policy, route));
            case COUNTS -> content(response, object(route));
            default -> {
                // No body, or one that describes itself.
            }
        }
    }

    private static ObjectNode page(FacadePolicy policy, Route route) {
        ObjectNode page = JSON.objectNode().put("type", "object");
        ObjectNode members = page.putObject("properties");
        for (String name : List.of("next", "previous")) {
            members.putObject(policy.lists().says(name)).put("type", "string");
        }
        members.putObject(policy.lists().says("total")).put("type", "integer");
        members.set(policy.lists().says("items"), listOf(object(route)));
        return page;
    }

    private static ObjectNode object(Route route) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode members = object.putObject("properties");
        route.item().keySet().forEach(members::putObject);
        return object;
    }

    private static ObjectNode listOf(ObjectNode items) {
        ObjectNode list = JSON.objectNode().put("type", "array");
        list.set("items", items);
        return list;
    }

    private static ObjectNode reference(String schema) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static void content(ObjectNode holder, ObjectNode schema) {
        holder.putObject("content").putObject("application/json").set("schema", schema);
    }

    private static void parameter(ArrayNode parameters, String name, String in, boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .putObject("schema")
                .put("type", "string");
    }
}
