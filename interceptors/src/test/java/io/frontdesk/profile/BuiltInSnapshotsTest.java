package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built-in StructureDefinitions carry their snapshots, since expanding them at start costs seconds. Run this test with
 * {@code -Dfrontdesk.snapshots=write} after a differential has been changed.
 */
class BuiltInSnapshotsTest {

    private static final FhirContext DSTU3 = FhirContext.forDstu3Cached();

    @TempDir
    private Path temp;

    @Test
    void areWhatTheDifferentialsExpandTo() throws IOException {
        SourceFolder folder = SourceFolder.builtIn("ehealth-dk");
        List<String> names = folder.list().stream()
                .filter(name -> name.startsWith("definitions/StructureDefinition-"))
                .toList();
        assertThat(names).isNotEmpty();
        IParser parser = DSTU3.newJsonParser().setPrettyPrint(true);
        Files.createDirectories(temp.resolve("definitions"));
        for (String name : names) {
            var definition = (org.hl7.fhir.dstu3.model.StructureDefinition) parser.parseResource(read(folder, name));
            definition.setSnapshot(null);
            Files.writeString(temp.resolve(name), parser.encodeResourceToString(definition));
        }

        var faults = new Faults();
        Definitions expanded = Definitions.read(SourceFolder.of(temp), DSTU3, faults);

        assertThat(faults.sorted()).extracting(Fault::toString).isEmpty();
        for (Definition definition : expanded.all()) {
            String json = parser.encodeResourceToString(definition.resource()) + "\n";
            String name = temp.relativize(Path.of(definition.file())).toString();
            if ("write".equals(System.getProperty("frontdesk.snapshots"))) {
                Files.writeString(Path.of("../profiles/ehealth-dk").resolve(name), json);
            } else {
                assertThat(read(folder, name)).as(name).isEqualTo(json);
            }
        }
    }

    private static String read(SourceFolder folder, String name) throws IOException {
        try (InputStream stream = folder.open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
