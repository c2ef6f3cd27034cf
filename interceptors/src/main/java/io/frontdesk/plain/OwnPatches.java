package io.frontdesk.plain;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ResourceTree;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Makes of a stored resource and a JSON Patch the resource that an update would send. */
final class OwnPatches {

    private final ResourceTree trees;
    private final ObjectMapper json = new ObjectMapper();

    OwnPatches(FhirContext fhir) {
        this.trees = new ResourceTree(fhir);
    }

    /**
     * Returns what a patch leaves.
     *
     * @param patch a JSON Patch that was found complete
     * @return empty when it cannot be applied, or leaves no resource of that type
     */
    Optional<IBaseResource> apply(byte[] patch, IBaseResource stored) {
        try {
            ObjectNode tree = trees.of(stored);
            return JsonPatch.apply(json.readTree(new String(patch, StandardCharsets.UTF_8)), tree)
                    .flatMap(left -> trees.resource(left, stored));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read before cannot be read again", e);
        }
    }

    static Refusal unfit(String type) {
        return Refusal.of(
                Rule.PATCH_MALFORMED,
                "The patch cannot be applied to the stored resource, or what it leaves is no " + type + ".",
                "Read the resource again, and check that each path exists and each value fits its element.");
    }
}
