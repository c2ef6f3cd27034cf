package io.frontdesk.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/**
 * A text that is made of several, such as {@code 12^Main clinic}; the last one takes what is left over.
 *
 * @param by what stands between them
 * @param part whose first item holds them
 * @param places where they stand there
 */
record JoinedShape(String by, Part part, List<JsonPlace> places) implements Shape {

    @Override
    public Optional<JsonNode> told(ObjectNode element) {
        Optional<ObjectNode> item = part.first(element);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            Optional<JsonNode> piece = places.get(i).in(item.get());
            boolean more = places.stream()
                    .skip(i)
                    .anyMatch(place -> place.in(item.get()).isPresent());
            if (i > 0 && more) {
                text.append(by);
            }
            piece.ifPresent(value -> text.append(value.asText()));
        }
        return Optional.of(new TextNode(text.toString()));
    }

    @Override
    public void put(ObjectNode element, JsonNode value, String name) throws BadMessageException {
        if (!value.isTextual()) {
            throw Form.wrong(name, "a text");
        }
        String rest = value.textValue();
        if (rest.replace(by, "").isEmpty()) {
            return;
        }
        ObjectNode item = part.add(element);
        for (int i = 0; i < places.size(); i++) {
            int end = i == places.size() - 1 ? -1 : rest.indexOf(by);
            String piece = end < 0 ? rest : rest.substring(0, end);
            if (!piece.isEmpty()) {
                places.get(i).put(item, new TextNode(piece));
            }
            rest = end < 0 ? "" : rest.substring(end + by.length());
        }
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }
}
