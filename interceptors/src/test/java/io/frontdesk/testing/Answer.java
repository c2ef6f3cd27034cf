package io.frontdesk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer of the server, with a view of the one issue of a refusal. */
public record Answer(int status, HttpResponse<String> response) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public String body() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body(), e);
        }
    }

    private JsonNode issue() {
        JsonNode outcome = json();
        if (!outcome.path("resourceType").asText().equals("OperationOutcome")
                || outcome.path("issue").size() != 1) {
            throw new AssertionError("no OperationOutcome with one issue: " + body());
        }
        return outcome.path("issue").get(0);
    }

    public String severity() {
        return issue().path("severity").asText();
    }

    public String code() {
        return issue().path("code").asText();
    }

    public String diagnostics() {
        return issue().path("diagnostics").asText();
    }

    /** Returns the id of the broken rule. */
    public String rule() {
        JsonNode codings = issue().path("details").path("coding");
        JsonNode coding = codings.path(codings.size() - 1);
        if (!coding.path("system").asText().equals("urn:frontdesk:refusal")) {
            throw new AssertionError("no rule id: " + body());
        }
        return coding.path("code").asText();
    }

    public String text() {
        return issue().path("details").path("text").asText();
    }

    public List<String> expression() {
        var expression = new ArrayList<String>();
        issue().path("expression").forEach(path -> expression.add(path.asText()));
        return expression;
    }
}
