package io.frontdesk.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.testing.Contracts;
import java.util.ArrayList;
import java.util.List;

/** A table with a row of each kind, and what it says of patches. */
final class Patches {

    static final String SECTION = """
        operations:
        - {op: [replace], path: /status, value: {codes: [arrived, cancelled]}, differs: true}
        - {op: [replace], path: /status, value: {codes: [booked]}, differs: true, needs: [add /slot]}
        - {op: [add], path: /slot, value: {type: Reference, least: 1, most: 1, target: Slot}, needs: [replace /status booked]}
        - {op: [replace], path: /slot, value: {type: Reference, least: 1, most: 1, target: Slot}}
        - {op: [add], path: /reasonCode, value: {type: CodeableConcept, least: 0, most: 1, required: [text], ignored: [coding]}, needs: [replace /status booked]}
        - op: [add]
          path: /cancelationReason
          value: {type: CodeableConcept, one: [coding], ignored: [text], texts: {coding.system: ["http://reasons.example.org", "http://*.example.org/*/codes"]}}
          needs: [replace /status cancelled]
        - {op: [replace], path: /extension, byUrl: true, value: {type: Extension, least: 1, most: 1, url: "urn:why"}, needs: [replace /status cancelled + add /cancelationReason, replace /slot]}
        - {op: [add], path: /extension, byUrl: true, value: {type: Extension, least: 1, most: 1, url: "urn:other"}, needs: [replace /slot]}
        - {op: [replace], path: /comment, value: {type: string, maxLength: 10}, needs: [replace /slot]}
        - {op: [remove], path: /description}
        - op: [replace]
          path: /patient-status
          to: ["/participant/{actor:Patient}/status"]
          value: {codes: [accepted]}
          stored: [{path: /status, is: [booked]}, {path: "/participant/{actor:Patient}/status", is: [tentative]}]
        - {op: [add], path: /contained/0/telecom/0/value, value: {type: string}, asks: [read], stored: [{path: /contained/0/telecom/0/value, there: false, status: 409, code: conflict, text: "There."}]}
        - {op: [replace], path: /contained/0/telecom/0/value, value: {type: string}, stored: [{path: /contained/0/telecom/0/value}]}
        - op: [add, replace]
          path: /contained/0/telecom/0/period/start
          value: {type: dateTime}
          to: [/contained/0/telecom/0/period/start, /contained/1/telecom/0/period/start]
        together:
        - {paths: [/contained/0/telecom/0/value, /contained/0/telecom/0/period/start]}
        make:
          /contained/0: '{"resourceType": "HealthcareService", "id": "a", "telecom": [{"system": "url"}]}'
          /contained/1: '{"resourceType": "HealthcareService", "id": "b"}'
        """;

    static final PatchPolicy POLICY = compiled(SECTION);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Patches() {}

    static PatchPolicy compiled(String section) {
        return Contracts.compiled(section, yaml -> PatchPolicy.compile(yaml, Contracts.R4, "Appointment"));
    }

    static ObjectNode json(String text) {
        return (ObjectNode) tree(text);
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Reads operations written as {@code replace /status "booked" ; remove /description}. */
    static List<PatchOperation> patch(String text) {
        List<PatchOperation> patch = new ArrayList<>();
        for (String one : text.split(" ; ", -1)) {
            String[] parts = one.strip().split(" ", 3);
            JsonNode value = parts.length < 3 ? tree("{}").path("value") : tree(parts[2]);
            patch.add(new PatchOperation(parts[0], parts[1], value));
        }
        return patch;
    }

    static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }
}
