package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * All rule ids as a FHIR CodeSystem, so that a client can look up the code that a refusal carries: what it means, and in
 * which HTTP status and issue type this contract tells it.
 */
public final class RefusalCodes {

    /** The id under which the CodeSystem is published. */
    public static final String ID = "frontdesk-refusal";

    private static final String ISSUE_TYPES = "http://hl7.org/fhir/issue-type";

    private RefusalCodes() {}

    /**
     * Returns the CodeSystem.
     *
     * @param fhir the FHIR version, DSTU3 or R4, which write all that is used here alike
     * @param answers how the contract tells the rules
     * @param own refusals of the contract's own making, which have ids of their own
     */
    public static IBaseResource codeSystem(FhirContext fhir, AnswerPolicy answers, List<Refusal> own) {
        ObjectNode system = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CodeSystem")
                .put("id", ID)
                .put("url", Refusals.SYSTEM)
                .put("name", "FrontdeskRefusal")
                .put("title", "Why a request is refused")
                .put("status", "active")
                .put("experimental", false)
                .put("description", "The rules that a request can break; details.coding of each refusal names one.")
                .put("caseSensitive", true)
                .put("content", "complete")
                .put("count", Rule.values().length + own.size());
        ArrayNode properties = system.putArray("property");
        property(properties, "status", "integer", "The HTTP status in which this endpoint tells it");
        property(properties, "issueType", "Coding", "The issue.code in which this endpoint tells it");
        ArrayNode concepts = system.putArray("concept");
        for (Rule rule : Rule.values()) {
            concept(concepts, rule.id(), rule.meaning(), answers.status(rule), answers.code(rule));
        }
        for (Refusal refusal : own) {
            concept(concepts, refusal.id(), refusal.text(), answers.status(refusal), answers.code(refusal));
        }
        return fhir.newJsonParser().parseResource(system.toString());
    }

    private static void concept(ArrayNode concepts, String id, String meaning, int status, String issueType) {
        ObjectNode concept =
                concepts.addObject().put("code", id).put("display", meaning).put("definition", meaning);
        ArrayNode told = concept.putArray("property");
        told.addObject().put("code", "status").put("valueInteger", status);
        told.addObject()
                .put("code", "issueType")
                .putObject("valueCoding")
                .put("system", ISSUE_TYPES)
                .put("code", issueType);
    }

    private static void property(ArrayNode properties, String code, String type, String description) {
        properties.addObject().put("code", code).put("type", type).put("description", description);
    }
}
