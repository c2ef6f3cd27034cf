package io.frontdesk.profile.shape;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The shapes of resources. Two resources have one shape when they differ only in free values ({@link FreeValue}) that no
 * rule looks at ({@link Inspected}), and agree in which of these are equal and in the order of moments. So the validator
 * says the same of both. Immutable and thread-safe.
 *
 * <p>It is read from the text that the validator is given, so that nothing can reach the one and not the other.
 */
public final class Shapes {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final FhirContext fhir;
    private final DefinitionRules rules;

    /**
     * @param support where the validator finds definitions
     * @param definitions all definitions that are not FHIR's own; each counts for every resource
     */
    public Shapes(FhirContext fhir, IValidationSupport support, Collection<? extends IBaseResource> definitions) {
        this.fhir = fhir;
        this.rules = new DefinitionRules(fhir, support, definitions);
    }

    /**
     * Returns a name for the shape of a resource, or nothing when a verdict on it holds for no other time or resource.
     *
     * @param json the resource as the validator is given it
     * @param profiles the profiles that it is held to
     */
    public Optional<String> of(String json, Collection<String> profiles) {
        try {
            if (!(JSON.readTree(json) instanceof ObjectNode resource)) {
                return Optional.empty();
            }
            var walk = new ResourceWalk(fhir, rules);
            walk.resource(resource, null);
            return walk.inspected().clock()
                    ? Optional.empty()
                    : Optional.of(digest(String.join(" ", profiles) + new ShapeText(walk)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A digest, since a shape that somebody makes to look like another would pass unseen. */
    private static String digest(String text) {
        return DigestUtils.sha256Hex(text);
    }
}
