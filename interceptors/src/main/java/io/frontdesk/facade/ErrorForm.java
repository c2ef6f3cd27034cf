package io.frontdesk.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How refusals are told. Compiled from {@code facade.errors}:
 *
 * <pre>
 * errors:
 *   body: '{"errorName": "{name}", "content": {"message": "{message}", "latest_version": "{current}"}}'
 *   names: {"400": BadRequestError, "500": InternalError}
 *   texts: {version.stale: "The current version is {current}."}      # by rule id, with facts of the refusal; optional
 *   latest: {field: placer_id, parameter: identifier, system: "urn:placer"}   # whose version a duplicate is told; optional
 * </pre>
 *
 * In the body, a member whose text is a name in braces that nothing is known for is left out. A status without a name has that
 * of 400 or 500.
 */
final class ErrorForm {

    /** By what a client finds the appointment that has the same value. */
    record Latest(String field, String parameter, String system) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final JsonNode body;
    private final Map<Integer, String> names;
    private final Map<String, String> texts;
    private final Optional<Latest> latest;

    private ErrorForm(JsonNode body, Map<Integer, String> names, Map<String, String> texts, Optional<Latest> latest) {
        this.body = body;
        this.names = names;
        this.texts = texts;
        this.latest = latest;
    }

    /** Reads the form; faults a body that is no JSON object, and rules that there are not. */
    static ErrorForm compile(Section errors) {
        Map<Integer, String> names = new HashMap<>();
        Section named = errors.section("names");
        for (String status : named.keys()) {
            if (status.matches("[45]\\d\\d")) {
                names.put(Integer.valueOf(status), named.text(status));
            } else {
                named.fault(status, "is no status of a refusal", "such as \"404\"");
            }
        }
        named.close();
        Map<String, String> texts = new HashMap<>();
        errors.optionalSection("texts").ifPresent(given -> {
            for (String rule : given.keys()) {
                texts.put(rule, given.text(rule));
                if (Rule.of(rule).isEmpty()) {
                    given.fault(rule, "is no rule", "a rule id such as version.stale");
                }
            }
            given.close();
        });
        Optional<Latest> latest = errors.optionalSection("latest").map(given -> {
            Latest read = new Latest(given.text("field"), given.text("parameter"), given.text("system"));
            given.close();
            return read;
        });
        ErrorForm form = new ErrorForm(body(errors), Map.copyOf(names), Map.copyOf(texts), latest);
        errors.close();
        return form;
    }

    private static JsonNode body(Section errors) {
        String text = errors.text("body");
        try {
            JsonNode body = JSON.readTree(text);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // Told below.
        }
        errors.fault("body", "is no JSON object", "such as '{\"message\": \"{message}\"}'");
        return JSON.createObjectNode();
    }

    Optional<Latest> latest() {
        return latest;
    }

    /** Returns the body of an error that the interface itself finds. */
    JsonNode body(int status, String message) {
        return filled(body, Map.of("name", name(status), "message", message));
    }

    /**
     * Returns the body in which a refusal of the endpoint is told.
     *
     * @param current the version that is stored, if it is known
     */
    JsonNode body(int status, Refusal refusal, Optional<String> current) {
        Map<String, String> facts = new LinkedHashMap<>(refusal.facts());
        current.ifPresent(version -> facts.put("current", version));
        facts.put("message", message(refusal, facts));
        facts.put("name", name(status));
        return filled(body, facts);
    }

    private String message(Refusal refusal, Map<String, String> facts) {
        String text = texts.get(refusal.rule().id());
        if (text == null) {
            return refusal.text() + " " + refusal.remedy();
        }
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            text = text.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return text;
    }

    private String name(int status) {
        return names.getOrDefault(status, names.getOrDefault(status < 500 ? 400 : 500, "Error"));
    }

    private static JsonNode filled(JsonNode template, Map<String, String> facts) {
        if (template instanceof ObjectNode object) {
            ObjectNode filled = JSON.createObjectNode();
            object.properties().forEach(member -> {
                JsonNode value = filled(member.getValue(), facts);
                if (!value.isMissingNode()) {
                    filled.set(member.getKey(), value);
                }
            });
            return filled;
        }
        if (template instanceof ArrayNode list) {
            ArrayNode filled = JSON.createArrayNode();
            list.forEach(item -> filled.add(filled(item, facts)));
            return filled;
        }
        if (!template.asText().matches("\\{[a-z]+\\}")) {
            return template;
        }
        String fact = facts.get(template.asText().substring(1, template.asText().length() - 1));
        if (fact == null) {
            return MissingNode.getInstance();
        }
        return NUMBER.matcher(fact).matches() ? LongNode.valueOf(Long.parseLong(fact)) : new TextNode(fact);
    }
}
