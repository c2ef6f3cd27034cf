package io.frontdesk.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Finds the path of an element that HAPI's parser only knows by name. Costs a second parse, so only refusals ask. */
final class JsonLocator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLocator() {}

    /**
     * Returns the FHIRPath of the first element with the name, in document order.
     *
     * @param value the value that the element has, or empty when any will do
     */
    static Optional<String> path(String body, String resourceType, String element, String value) {
        try {
            JsonNode resource = JSON.readTree(body);
            return find(resource, resourceType, element, value).or(() -> find(resource, resourceType, element, ""));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> find(JsonNode node, String path, String element, String value) {
        Iterator<Map.Entry<String, JsonNode>> members = node.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            String here = path + "." + member.getKey();
            if (member.getKey().equals(element)
                    && (value.isEmpty() || value.equals(member.getValue().asText()))) {
                return Optional.of(here);
            }
            Optional<String> below = find(member.getValue(), here, element, value);
            if (below.isPresent()) {
                return below;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            Optional<String> below = find(node.get(i), path + "[" + i + "]", element, value);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }
}
