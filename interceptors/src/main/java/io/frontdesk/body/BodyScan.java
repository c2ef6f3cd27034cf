package io.frontdesk.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks at the shape of a body before HAPI parses it: syntax, nesting, numbers, duplicate names and the resource type. HAPI
 * recurses as deep as the body goes, computes any number, takes the last of two members with one name, and takes one
 * resource type for another.
 */
final class BodyScan {

    private final BodyLimits limits;
    private final ObjectMapper json;
    private final XMLInputFactory xml;

    BodyScan(BodyLimits limits) {
        this.limits = limits;
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(limits.bytes())
                        .maxNameLength(1_000)
                        .maxNumberLength(1_000)
                        .build())
                .build();
        // Decimals as they are written, because FHIR keeps their precision (R4, 2.24.0.1).
        this.json = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
        this.xml = XMLInputFactory.newFactory();
        this.xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        this.xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /**
     * What became of reading a JSON body.
     *
     * @param decision whether the body is JSON within the limits, of the resource type asked for
     * @param tree the body, or a missing node when it is refused
     */
    record Scanned(Decision decision, JsonNode tree) {}

    /** Reads a JSON body; with an empty resource type any JSON value is fine (a patch is an array). */
    Scanned json(String body, String resourceType) {
        try (JsonParser parser = new WatchedParser(json.getFactory().createParser(body), limits.depth())) {
            JsonNode tree = json.readTree(parser);
            if (tree == null || parser.nextToken() != null) {
                return refused(malformed(
                        "The body is not one JSON value.",
                        parser.currentLocation().getLineNr()));
            }
            Decision decision = resourceType.isEmpty()
                    ? Decision.permit()
                    : type(tree.path("resourceType").asText(""), resourceType);
            return new Scanned(decision, tree);
        } catch (WatchedParser.TooDeepException e) {
            return refused(tooDeep());
        } catch (WatchedParser.OutrageousNumberException e) {
            return refused(malformed("The body holds a number that no FHIR element can hold.", line(e)));
        } catch (IOException e) {
            return refused(malformed("The body is no JSON.", line(e)));
        }
    }

    /** Judges a JSON Patch. */
    Decision jsonPatch(String body) {
        Scanned scanned = json(body, "");
        return scanned.decision().and(() -> PatchDocument.check(scanned.tree(), limits));
    }

    private static Scanned refused(Decision decision) {
        return new Scanned(decision, MissingNode.getInstance());
    }

    /** Judges an XML body. */
    Decision xml(String body, String resourceType) {
        String found = "";
        try {
            XMLStreamReader reader = xml.createXMLStreamReader(new StringReader(body));
            try {
                int depth = 0;
                while (reader.hasNext()) {
                    int event = reader.next();
                    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                        return malformed(
                                "The body holds a document type or an entity.",
                                reader.getLocation().getLineNumber());
                    } else if (event == XMLStreamConstants.START_ELEMENT) {
                        found = depth == 0 ? reader.getLocalName() : found;
                        if (++depth > limits.depth()) {
                            return tooDeep();
                        }
                    } else if (event == XMLStreamConstants.END_ELEMENT) {
                        depth--;
                    }
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return malformed(
                    "The body is no XML.",
                    e.getLocation() == null ? 1 : e.getLocation().getLineNumber());
        }
        return type(found, resourceType);
    }

    private static int line(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getLineNr()
                : 1;
    }

    private static Decision type(String found, String wanted) {
        if (found.equals(wanted)) {
            return Decision.permit();
        }
        String what = found.isEmpty() ? "names no resource type" : "holds another resource type than its address";
        return Decision.refuse(
                Refusal.of(Rule.BODY_TYPE, "The body " + what + ".", "Send a resource of type " + wanted + " here.")
                        .at("resourceType"));
    }

    private static Decision malformed(String text, int line) {
        return Decision.refuse(
                Refusal.of(Rule.BODY_MALFORMED, text, "Look at line " + Math.max(line, 1) + " of the body."));
    }

    private Decision tooDeep() {
        return Decision.refuse(Refusal.of(
                Rule.BODY_TOO_DEEP,
                "The body is nested deeper than " + limits.depth() + " levels.",
                "Send a body with less nesting."));
    }
}
