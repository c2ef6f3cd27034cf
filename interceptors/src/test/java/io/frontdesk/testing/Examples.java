package io.frontdesk.testing;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The examples of a built-in contract, named as {@code examples/valid/appointment-booked.json}.
 *
 * @param contract the contract's name
 * @param fhir the context of its FHIR version
 */
public record Examples(String contract, FhirContext fhir) {

    /** Returns the names of all that are {@code valid} or {@code invalid}. */
    public Stream<String> named(String kind) throws IOException {
        return SourceFolder.builtIn(contract).list().stream().filter(name -> name.startsWith("examples/" + kind + "/"));
    }

    /** Returns one, read anew. */
    public IBaseResource read(String name) throws IOException {
        try (InputStream stream = SourceFolder.builtIn(contract).open(name)) {
            return fhir.newJsonParser().parseResource(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
