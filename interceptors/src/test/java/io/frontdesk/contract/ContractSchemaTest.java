package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the schema that editors use in step with the built-in contracts; knows the keywords that it needs for that. */
class ContractSchemaTest {

    static List<String> contracts() {
        return SourceFolder.builtInNames();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void knowsEveryKeyAndChoiceOfABuiltInContract(String name) throws IOException {
        var wrong = new ArrayList<String>();
        try (InputStream schema =
                        SourceFolder.class.getResourceAsStream("/io/frontdesk/profiles/contract.schema.json");
                InputStream contract = SourceFolder.builtIn(name).open("contract.yaml")) {
            JsonNode rules = new ObjectMapper().readTree(schema);
            compare(rules, rules, new ObjectMapper(new YAMLFactory()).readTree(contract), name, wrong);
        }

        assertThat(wrong).isEmpty();
    }

    private static void compare(JsonNode rules, JsonNode given, JsonNode value, String path, List<String> wrong) {
        JsonNode schema =
                given.has("$ref") ? rules.at(given.path("$ref").asText().substring(1)) : given;
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            wrong.add(path + ": " + value + " is none of " + schema.get("enum"));
        }
        String type = schema.path("type").asText("");
        if (type.equals("object") != value.isObject() || type.equals("array") != value.isArray()) {
            wrong.add(path + ": is no " + type);
        }
        schema.path("required").forEach(key -> {
            if (!value.has(key.asText())) {
                wrong.add(path + ": lacks " + key);
            }
        });
        value.fields().forEachRemaining(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
            if (rule.isObject()) {
                compare(rules, rule, field.getValue(), path + "." + field.getKey(), wrong);
            } else {
                wrong.add(path + ": does not know " + field.getKey());
            }
        });
        if (value.isArray()) {
            value.forEach(item -> compare(rules, schema.path("items"), item, path + "[]", wrong));
        }
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        for (JsonNode choice : choices) {
            if (choice.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
