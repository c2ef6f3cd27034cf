package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
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
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The built-in StructureDefinitions carry their snapshots, since expanding them at start costs seconds. Run this test with
 * {@code -Dfrontdesk.snapshots=write} after a differential has been changed.
 */
class BuiltInSnapshotsTest {

    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({"ehealth-dk, DSTU3", "ehealth-dk-r4, R4", "fr-sas, R4", "gp-connect, DSTU3"})
    void areWhatTheDifferentialsExpandTo(String contract, FhirVersionEnum version) throws IOException {
        FhirContext fhir = FhirContext.forCached(version);
        SourceFolder folder = SourceFolder.builtIn(contract);
        List<String> names = folder.list().stream()
                .filter(name -> name.startsWith("definitions/StructureDefinition-"))
                .toList();
        assertThat(names).isNotEmpty();
        IParser parser = fhir.newJsonParser().setPrettyPrint(true);
        Files.createDirectories(temp.resolve("definitions"));
        for (String name : names) {
            IBaseResource definition = parser.parseResource(read(folder, name));
            fhir.getResourceDefinition(definition)
                    .getChildByName("snapshot")
                    .getMutator()
                    .setValue(definition, null);
            Files.writeString(temp.resolve(name), parser.encodeResourceToString(definition));
        }

        var faults = new Faults();
        Definitions expanded = Definitions.read(SourceFolder.of(temp), fhir, faults);

        assertThat(faults.sorted()).extracting(Fault::toString).isEmpty();
        for (Definition definition : expanded.all()) {
            String json = parser.encodeResourceToString(definition.resource()) + "\n";
            String name = temp.relativize(Path.of(definition.file())).toString();
            if ("write".equals(System.getProperty("frontdesk.snapshots"))) {
                Files.writeString(Path.of("../profiles", contract).resolve(name), json);
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
