package io.frontdesk.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
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

    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_EXPONENT = 4;

    private final BodyLimits limits;
    private final JsonFactory json;
    private final XMLInputFactory xml;

    BodyScan(BodyLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(limits.bytes())
                        .maxNameLength(1_000)
                        .maxNumberLength(1_000)
                        .build())
                .build();
        this.xml = XMLInputFactory.newFactory();
        this.xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        this.xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /** Judges a JSON body; with an empty resource type any JSON value is fine (a patch is an array). */
    Decision json(String body, String resourceType) {
        String found = "";
        try (JsonParser parser = json.createParser(body)) {
            int depth = 0;
            String member = "";
            boolean whole = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (whole) {
                    return malformed(
                            "The body goes on after its JSON value has ended.",
                            parser.currentLocation().getLineNr());
                } else if (token.isStructStart() && ++depth > limits.depth()) {
                    return tooDeep();
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME) {
                    member = parser.currentName();
                } else if (token.isNumeric() && outrageous(parser.getText())) {
                    return malformed(
                            "The body holds a number that no FHIR element can hold.",
                            parser.currentLocation().getLineNr());
                } else if (token == JsonToken.VALUE_STRING && depth == 1 && member.equals("resourceType")) {
                    found = parser.getText();
                }
                whole = depth == 0;
            }
        } catch (IOException e) {
            return malformed("The body is no JSON.", line(e));
        }
        return resourceType.isEmpty() ? Decision.permit() : type(found, resourceType);
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

    private static boolean outrageous(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        return number.length() > LONGEST_NUMBER || exponent >= 0 && number.length() - exponent > LONGEST_EXPONENT;
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
