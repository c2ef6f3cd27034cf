package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {

    private static final FhirContext R4 = FhirContext.forR4Cached();

    /** A profile on one line per element, with places to break it. */
    private static final String PROFILE = """
        {"resourceType": "StructureDefinition",
         "id": "visit",
         "url": "https://example.org/fhir/StructureDefinition/visit",
         "name": "Visit", "status": "active", "fhirVersion": "4.0.1",
         "kind": "resource", "abstract": false, "type": "Appointment",
         "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Appointment",
         "derivation": "constraint",
         "differential": {"element": [
           {"id": "Appointment", "path": "Appointment"},
           {"id": "Appointment.comment", "path": "Appointment.comment", "max": "0"}]}}
        """;

    private static final String CODES = """
        <CodeSystem xmlns="http://hl7.org/fhir">
          <url value="https://example.org/fhir/CodeSystem/rooms"/>
          <name value="Rooms"/>
          <status value="active"/>
          <content value="complete"/>
          <concept><code value="a"/></concept>
        </CodeSystem>
        """;

    @TempDir
    private Path temp;

    private final Faults faults = new Faults();

    private Definitions read(FhirContext context, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("definitions"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return Definitions.read(SourceFolder.of(temp), context, faults);
    }

    private Iterable<String> found() {
        return faults.sorted().stream()
                .map(Fault::toString)
                .map(fault -> fault.replace(temp + "/definitions/", ""))
                .toList();
    }

    @Test
    void readsJsonAndXmlAndExpandsProfiles() throws IOException {
        Definitions definitions = read(R4, Map.of("visit.json", PROFILE, "rooms.xml", CODES, "README.md", "text"));

        assertThat(found()).isEmpty();
        assertThat(definitions.all()).extracting(Definition::type).containsExactly("CodeSystem", "StructureDefinition");
        assertThat(definitions
                        .byUrl("https://example.org/fhir/CodeSystem/rooms")
                        .orElseThrow()
                        .id())
                .isEqualTo("rooms");
        Definition visit = definitions
                .byUrl("https://example.org/fhir/StructureDefinition/visit|1")
                .orElseThrow();
        assertThat(R4.newTerser().getValues(visit.resource(), "snapshot.element"))
                .hasSizeGreaterThan(30);
    }

    @Test
    void hasNoneWithoutFolder() {
        assertThat(Definitions.read(SourceFolder.of(temp), R4, faults).isEmpty())
                .isTrue();
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        "id": "visit",                     => "id": "visit"                   => v.json:3: is no JSON: Unexpected character ('"' (code 34)): was expecting comma to separate Object entries; correct the syntax
        "id": "visit",                     => "id": "visit", "id": "other",   => v.json:2: id: is given twice; it stands at line 2 already
        "resourceType": "StructureDefinition", => "kindOf": "x",              => v.json:1: is no FHIR resource; resourceType is expected
        "resourceType": "StructureDefinition", => "resourceType": "Patient",  => v.json:1: resourceType: is Patient; a contract defines CodeSystem, SearchParameter, StructureDefinition, ValueSet
        "url": "https                      => "purl": "https                  => v.json:1: url: is missing; the definition's canonical URL is expected
        "fhirVersion": "4.0.1",            => "fhirVersion": "3.0.1",         => v.json:4: fhirVersion: is 3.0.1; 4.0.x is expected, since the contract is R4
        "derivation": "constraint"         => "derivative": "constraint"      => v.json:7: derivative: is no element that FHIR knows here; remove it or correct its name
        "max": "0"                         => "maxx": "0"                     => v.json:10: maxx: is no element that FHIR knows here; remove it or correct its name
        "abstract": false                  => "abstract": "perhaps"              => v.json:5: the value 'perhaps' is invalid: Invalid boolean string: 'perhaps'; give a valid value
        "name": "Visit"                    => "name": {"a": "b"}              => v.json:4: a: is no element that FHIR knows here; remove it or correct its name
        "kind": "resource"                 => "kind": "sauce"                 => v.json:5: the value 'sauce' is invalid: Unknown StructureDefinitionKind code 'sauce'; give a valid value
        "id": "visit"                      => "id": "a visit"                 => v.json:2: id: is 'a visit'; 1 to 64 letters, digits, dots and hyphens are expected
        StructureDefinition/Appointment    => StructureDefinition/Visit       => v.json:6: baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Visit' is unknown; a definition of FHIR R4 or of this contract is expected
        hl7.org/fhir/StructureDefinition/Appointment => example.org/no/such   => v.json:6: baseDefinition: 'http://example.org/no/such' is unknown; a definition of FHIR R4 or of this contract is expected
        "http://hl7.org/fhir/StructureDefinition/Appointment" => "https://example.org/fhir/StructureDefinition/visit" => v.json:6: baseDefinition: leads back to the definition itself; constrain a definition of FHIR in the end
        "path": "Appointment.comment"      => "path": "Appointment.comments"  => v.json:10: differential.element[1].path: 'Appointment.comments' is no element of http://hl7.org/fhir/StructureDefinition/Appointment; correct the path; it would be passed over in silence
        """)
    void namesFileLineAndKeyOfABrokenProfile(String part, String broken, String fault) throws IOException {
        assertThat(PROFILE).contains(part);

        Definitions definitions = read(R4, Map.of("v.json", PROFILE.replace(part, broken)));

        assertThat(found()).contains(fault);
        assertThat(definitions.isEmpty() || fault.contains("passed over") || fault.contains("twice"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        </CodeSystem>                   => </Code>                   => r.xml:7: is no XML
        http://hl7.org/fhir"            => http://hl7.org"           => r.xml:1: is no FHIR resource; an element of namespace http://hl7.org/fhir is expected
        <status value="active"/>        => <statur value="active"/>  => r.xml:4: statur: is no element that FHIR knows here
        <url value=                     => <version value=           => r.xml:1: url: is missing
        """)
    void namesFileLineAndKeyOfBrokenXml(String part, String broken, String fault) throws IOException {
        read(R4, Map.of("r.xml", CODES.replace(part, broken)));

        assertThat(found()).anyMatch(text -> text.startsWith(fault));
    }

    @Test
    void refusesOneUrlOrIdForTwoDefinitions() throws IOException {
        read(
                R4,
                new TreeMap<>(Map.of(
                        "a.json", PROFILE,
                        "b.json", PROFILE,
                        "c.json", PROFILE.replace("StructureDefinition/visit", "StructureDefinition/other"))));

        String path = temp + "/definitions/";
        assertThat(faults.sorted())
                .extracting(Fault::toString)
                .containsExactly(
                        path + "b.json:3: url: is the URL of " + path + "a.json:3 too; one URL names one definition",
                        path + "c.json:2: id: 'visit' is the id of " + path + "a.json:2 too; give it another id");
    }

    @Test
    void refusesFilesThatAreNoDefinitions() throws IOException {
        read(R4, Map.of("a.txt", "", "b.tgz", "no archive", "c.json", ""));

        assertThat(found())
                .containsExactly(
                        "a.txt:1: is no definition; a .json, .xml or .tgz file is expected",
                        "b.tgz:1: cannot be read: Input is not in the .gz format.; an NPM package (gzipped tar) is expected"
                                .replace("Input is not in the .gz format.", "Not in GZIP format"),
                        "c.json:1: is empty; JSON is expected");
    }

    @Test
    void readsPackagesButNotTheirExamplesAndOtherResources() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("definitions"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("x.tgz"));
                var archive = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            put(archive, "package/package.json", "{\"name\": \"x\"}");
            put(archive, "package/.index.json", "{}");
            put(archive, "package/visit.json", PROFILE);
            put(archive, "package/ig.json", "{\"resourceType\": \"ImplementationGuide\"}");
            put(archive, "package/example/visit.json", "{broken");
            put(archive, "package/bad.json", PROFILE.replace("visit", "bad").replace("\"max\"", "\"maxx\""));
        }

        Definitions definitions = Definitions.read(SourceFolder.of(temp), R4, faults);

        assertThat(definitions.all()).extracting(Definition::id).containsExactly("visit");
        assertThat(found())
                .containsExactly("x.tgz!package/bad.json:10: maxx: is no element that FHIR knows here; "
                        + "remove it or correct its name");
    }

    private static void put(TarArchiveOutputStream archive, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }
}
