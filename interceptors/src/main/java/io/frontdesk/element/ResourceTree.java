package io.frontdesk.element;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Turns resources into trees of JSON, in which patches find their way, and back. Immutable. */
public final class ResourceTree {

    private final FhirContext fhir;
    private final ObjectMapper json = new ObjectMapper();

    /** Takes the context of the resources. */
    public ResourceTree(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Returns a resource as a tree of its own, to be changed at will. */
    public ObjectNode of(IBaseResource resource) {
        try {
            return (ObjectNode) json.readTree(fhir.newJsonParser().encodeResourceToString(resource));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("HAPI has written what is no JSON", e);
        }
    }

    /**
     * Returns a tree as a resource.
     *
     * @param like of which type the resource is
     * @return empty when the tree is no such resource
     */
    public Optional<IBaseResource> resource(ObjectNode tree, IBaseResource like) {
        IParser parser = fhir.newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        try {
            return Optional.of(parser.parseResource(like.getClass(), tree.toString()));
        } catch (DataFormatException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            // HAPI's parser does not report all it stumbles over through its error handler.
            return Optional.empty();
        }
    }
}
