package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.source.Section;
import java.util.Map;
import java.util.Optional;

/**
 * What a contract reads in a body although it is no FHIR. Compiled from the section {@code body}, of which every key is optional:
 *
 * <pre>
 * body:
 *   codes: ...             # see {@link CodePolicy}
 *   texts: ...
 *   instants: ...          # see {@link InstantPolicy}
 *   unknown: drop          # refuse | drop: what becomes of elements that FHIR does not have; absent: refuse
 * </pre>
 *
 * @param codes codes and texts that stand for others
 * @param instants points in time that lack something
 * @param dropsUnknown whether elements that FHIR does not have are passed over
 */
public record BodyReading(CodePolicy codes, Optional<InstantPolicy> instants, boolean dropsUnknown) {

    /** Returns the reading of a contract that takes FHIR alone. */
    public static BodyReading strict() {
        return new BodyReading(CodePolicy.none(), Optional.empty(), false);
    }

    /** Compiles the section; faults elements that the resource type does not have. */
    public static BodyReading compile(Section body, FhirContext fhir, String resourceType) {
        return new BodyReading(
                CodePolicy.compile(body, fhir, resourceType),
                body.optionalSection("instants").map(section -> InstantPolicy.compile(section, fhir, resourceType)),
                body.has("unknown") && body.choice("unknown", Map.of("refuse", false, "drop", true)));
    }

    /** Makes FHIR of a JSON body of the resource type, before anything else looks at it. */
    public void mend(String resourceType, JsonNode tree) {
        codes.exchange(resourceType, tree);
        instants.ifPresent(policy -> policy.complete(resourceType, tree));
    }
}
